#ifndef ROLLBOOK_CLI_TEXT_H_
#define ROLLBOOK_CLI_TEXT_H_

#include <cstddef>
#include <iosfwd>
#include <string>
#include <string_view>

#include "cli/json.h"

// Text for a terminal.
namespace rollbook::cli {

// Control characters become spaces: a stored value must not move the cursor,
// or forge a line.
std::string Printable(std::string_view text);

// "label:   value" with the values under each other.
void WriteLine(std::ostream& out, std::string_view label,
               std::string_view value);

// The members of an object, nested ones as "address.city", indented.
void WriteMembers(std::ostream& out, const Json& object,
                  std::string_view indent);

// Filled with spaces up to `width` bytes.
std::string Padded(std::string_view text, size_t width);

}  // namespace rollbook::cli

#endif  // ROLLBOOK_CLI_TEXT_H_

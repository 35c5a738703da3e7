#ifndef ROLLBOOK_DOMAIN_TEXT_H_
#define ROLLBOOK_DOMAIN_TEXT_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace rollbook::domain {

enum class TextFault {
  kLength,     // no character, or more than allowed
  kCharacter,  // not UTF-8, or a character that is refused
};

// What is wrong with `text` as a value of 1 to `max_code_points` characters;
// nullopt: nothing. Characters are counted in NFC. Refused are controls, line
// and paragraph separators, bidirectional embeddings, overrides and isolates,
// and code points that Unicode has not assigned (contract section 5). Printable
// ASCII is decided without ICU.
std::optional<TextFault> CheckText(std::string_view text,
                                   size_t max_code_points);

// A line of text that a person wrote: names, streets, ids of partners. Kept
// exactly as sent, compared by its bytes.
class Text {
 public:
  static std::optional<Text> Parse(std::string_view text,
                                   size_t max_code_points);

  // For the storage codec only: `text` was a Text when it was stored.
  static Text FromStored(std::string text) { return Text(std::move(text)); }

  const std::string& text() const { return text_; }

  friend bool operator==(const Text&, const Text&) = default;

 private:
  explicit Text(std::string text) : text_(std::move(text)) {}

  std::string text_;
};

}  // namespace rollbook::domain

#endif  // ROLLBOOK_DOMAIN_TEXT_H_

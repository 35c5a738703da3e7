#include "cli/text.h"

#include <nlohmann/json.hpp>
#include <ostream>

namespace rollbook::cli {
namespace {

constexpr size_t kLabelWidth = 18;

void WriteNested(std::ostream& out, const Json& object, std::string_view indent,
                 const std::string& prefix) {
  for (const auto& [name, value] : object.items()) {
    const std::string path = prefix + name;
    if (value.is_object()) {
      WriteNested(out, value, indent, path + ".");
      continue;
    }
    const std::string text =
        value.is_string() ? value.get<std::string>() : ToText(value);
    out << indent << path << ": " << Printable(text) << '\n';
  }
}

}  // namespace

std::string Printable(std::string_view text) {
  constexpr unsigned char kDelete = 0x7f;
  std::string printable(text);
  for (char& c : printable) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < ' ' || byte == kDelete) c = ' ';
  }
  return printable;
}

void WriteLine(std::ostream& out, std::string_view label,
               std::string_view value) {
  out << Padded(std::string(label) + ":", kLabelWidth) << Printable(value)
      << '\n';
}

void WriteMembers(std::ostream& out, const Json& object,
                  std::string_view indent) {
  WriteNested(out, object, indent, "");
}

std::string Padded(std::string_view text, size_t width) {
  std::string padded(text);
  if (padded.size() < width) padded.resize(width, ' ');
  return padded;
}

}  // namespace rollbook::cli

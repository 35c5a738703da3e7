#include "domain/email.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <array>
#include <cstdint>

#include "base/ascii.h"
#include "domain/email_domain.h"
#include "domain/text.h"

namespace rollbook::domain {
namespace {

// RFC 5322 section 3.2.3; RFC 6531 section 3.3 adds everything beyond ASCII.
constexpr std::array<bool, 256> MakeAtomTable() {
  std::array<bool, 256> table{};
  for (size_t i = 0; i < table.size(); ++i) {
    const char c = static_cast<char>(i);
    table[i] = i >= 0x80 || base::IsLetter(c) || base::IsDigit(c);
  }
  for (const char c : std::string_view("!#$%&'*+-/=?^_`{|}~")) {
    table[static_cast<unsigned char>(c)] = true;
  }
  return table;
}
constexpr auto kAtomTable = MakeAtomTable();

bool IsDotAtom(std::string_view local) {
  char before = '.';
  for (const char c : local) {
    if (c == '.' ? before == '.' : !kAtomTable[static_cast<uint8_t>(c)]) {
      return false;
    }
    before = c;
  }
  return before != '.';
}

// Where the quoted string at the start of `text` ends: behind its closing
// quote; 0 when it does not. Characters are those of RFC 5321 section 4.1.2.
size_t EndOfQuoted(std::string_view text) {
  for (size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '"') return i + 1;
    if (!base::IsAscii(text[i])) return 0;
    if (text[i] == '\\') ++i;
  }
  return 0;
}

// Beyond ASCII: no spaces and nothing invisible, which only serve to make one
// address look like another.
bool HasOnlyVisibleCharacters(std::string_view text) {
  if (base::IsAllAscii(text)) return true;
  const auto size = static_cast<int32_t>(text.size());
  for (int32_t i = 0; i < size;) {
    UChar32 c = 0;
    U8_NEXT(text.data(), i, size, c);
    const int8_t type = u_charType(c);
    if (type == U_SPACE_SEPARATOR || type == U_FORMAT_CHAR) return false;
  }
  return true;
}

}  // namespace

std::optional<Email> Email::Parse(std::string_view text) {
  if (text.empty() || text.size() > kEmailMaxOctets) return std::nullopt;
  if (CheckText(text, kEmailMaxOctets)) return std::nullopt;
  const bool quoted = text.front() == '"';
  const size_t at = quoted ? EndOfQuoted(text) : text.find('@');
  if (at == 0 || at >= text.size() || text[at] != '@') return std::nullopt;
  const std::string_view local = text.substr(0, at);
  if (local.size() > kEmailLocalMaxOctets) return std::nullopt;
  if (!quoted && !IsDotAtom(local)) return std::nullopt;
  if (!HasOnlyVisibleCharacters(local)) return std::nullopt;
  if (!IsEmailDomain(text.substr(at + 1))) return std::nullopt;
  return Email(std::string(text));
}

std::string Email::UniquenessKey() const { return base::Lowered(text_); }

}  // namespace rollbook::domain

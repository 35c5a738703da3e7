#ifndef ROLLBOOK_DOMAIN_EMAIL_H_
#define ROLLBOOK_DOMAIN_EMAIL_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace rollbook::domain {

// RFC 5321 section 4.5.3.1, and its erratum 1690 for the whole address.
inline constexpr size_t kEmailLocalMaxOctets = 64;
inline constexpr size_t kEmailMaxOctets = 254;

// An e-mail address: a dot-atom or quoted local part (RFC 5321, with the
// non-ASCII characters of RFC 6531), and a domain of at least two labels,
// internationalised ones as UTS #46 allows. Kept exactly as sent, compared by
// its bytes, never case-folded beyond ASCII.
class Email {
 public:
  static std::optional<Email> Parse(std::string_view text);

  // For the storage codec only: `text` was an Email when it was stored.
  static Email FromStored(std::string text) { return Email(std::move(text)); }

  const std::string& text() const { return text_; }

  // Two addresses with the same key are one where addresses are unique: A-Z
  // lowered in both parts, everything else untouched (contract section 4), so
  // that no Unicode table decides who owns an address.
  std::string UniquenessKey() const;

  friend bool operator==(const Email&, const Email&) = default;

 private:
  explicit Email(std::string text) : text_(std::move(text)) {}

  std::string text_;
};

}  // namespace rollbook::domain

#endif  // ROLLBOOK_DOMAIN_EMAIL_H_

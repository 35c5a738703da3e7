#ifndef ROLLBOOK_DOMAIN_PHONE_NUMBER_H_
#define ROLLBOOK_DOMAIN_PHONE_NUMBER_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace rollbook::domain {

inline constexpr size_t kPhoneNumberMaxCodePoints = 32;

// A telephone number as somebody wrote it, with E.164 beside it when it is
// written internationally (leading +) and libphonenumber calls it exactly
// IS_POSSIBLE (contract section 3.1). The library's data is of 2022: whether a
// number is assigned is never asked.
class PhoneNumber {
 public:
  // Any text of 1 to `max_code_points` characters.
  static std::optional<PhoneNumber> ParseFreeText(
      std::string_view text,
      size_t max_code_points = kPhoneNumberMaxCodePoints);

  // `+`, then digits, spaces and hyphens, and a possible number (contract
  // section 2).
  static std::optional<PhoneNumber> ParsePossible(std::string_view text);

  // For the storage codec only: both were this PhoneNumber when it was stored.
  static PhoneNumber FromStored(std::string text,
                                std::optional<std::string> e164) {
    return PhoneNumber(std::move(text), std::move(e164));
  }

  const std::string& text() const { return text_; }
  const std::optional<std::string>& e164() const { return e164_; }

  // E.164 follows from the text (and the library's data of the day it was
  // sent), so it takes no part in the comparison.
  friend bool operator==(const PhoneNumber& a, const PhoneNumber& b) {
    return a.text_ == b.text_;
  }

 private:
  PhoneNumber(std::string text, std::optional<std::string> e164)
      : text_(std::move(text)), e164_(std::move(e164)) {}

  std::string text_;
  std::optional<std::string> e164_;
};

}  // namespace rollbook::domain

#endif  // ROLLBOOK_DOMAIN_PHONE_NUMBER_H_

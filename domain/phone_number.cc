#include "domain/phone_number.h"

#include <phonenumbers/phonenumberutil.h>

#include <algorithm>

#include "base/ascii.h"
#include "domain/text.h"

namespace rollbook::domain {
namespace {

using i18n::phonenumbers::PhoneNumberUtil;

// A number in international form names its country itself.
constexpr char kNoRegion[] = "ZZ";

// Before the library sees it: it would read letters as keys of a telephone and
// digits of any script.
bool IsInternational(std::string_view text, std::string_view punctuation) {
  return text.starts_with('+') &&
         std::ranges::all_of(text.substr(1), [punctuation](char c) {
           return base::IsDigit(c) ||
                  punctuation.find(c) != std::string_view::npos;
         });
}

std::optional<std::string> ToE164(std::string_view text) {
  const PhoneNumberUtil* util = PhoneNumberUtil::GetInstance();
  i18n::phonenumbers::PhoneNumber number;
  if (util->Parse(std::string(text), kNoRegion, &number) !=
      PhoneNumberUtil::NO_PARSING_ERROR) {
    return std::nullopt;
  }
  if (util->IsPossibleNumberWithReason(number) !=
      PhoneNumberUtil::IS_POSSIBLE) {
    return std::nullopt;
  }
  std::string e164;
  util->Format(number, PhoneNumberUtil::E164, &e164);
  return e164;
}

}  // namespace

std::optional<PhoneNumber> PhoneNumber::ParseFreeText(std::string_view text,
                                                      size_t max_code_points) {
  if (CheckText(text, max_code_points)) return std::nullopt;
  std::optional<std::string> e164;
  if (IsInternational(text, " -.()")) e164 = ToE164(text);
  return PhoneNumber(std::string(text), std::move(e164));
}

std::optional<PhoneNumber> PhoneNumber::ParsePossible(std::string_view text) {
  if (text.size() > kPhoneNumberMaxCodePoints) return std::nullopt;
  if (!IsInternational(text, " -")) return std::nullopt;
  std::optional<std::string> e164 = ToE164(text);
  if (!e164) return std::nullopt;
  return PhoneNumber(std::string(text), std::move(e164));
}

}  // namespace rollbook::domain

#include "domain/parse_profile.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/error.h"
#include "base/status_macros.h"
#include "domain/cross_field_rules.h"
#include "domain/for_each_field.h"
#include "domain/violation_list.h"

namespace rollbook::domain {
namespace {

// Parses one field at a time into `to` and notes what is wrong.
class FieldParser {
 public:
  FieldParser(const ProfileRules& rules, absl::CivilDay today,
              bool postal_code_is_number, ViolationList& violations)
      : rules_(rules),
        today_(today),
        postal_code_is_number_(postal_code_is_number),
        violations_(violations) {}

  // True: the field is absent (missing, or an empty text).
  template <typename From, typename To>
  bool Parse(ProfileField field, const std::optional<From>& from,
             std::optional<To>& to) {
    const bool absent = !from.has_value() || IsEmpty(*from);
    if (!absent) {
      ParseValue(field, *from, to);
    } else if (rules_.required.Contains(field)) {
      violations_.AddRequired(field);
    }
    return absent;
  }

 private:
  static bool IsEmpty(const std::string& text) { return text.empty(); }
  template <typename T>
  static bool IsEmpty(const T&) {
    return false;
  }

  // False after noting that a text is too long or holds what it must not.
  bool CheckCharacters(ProfileField field, const std::string& from) {
    const size_t max = rules_.MaxCodePoints(field);
    const std::optional<TextFault> fault = CheckText(from, max);
    if (fault == TextFault::kLength) violations_.AddLength(field, max);
    if (fault == TextFault::kCharacter) {
      violations_.AddNotValid(field, "NOT_VALID");
    }
    return !fault.has_value();
  }

  void ParseValue(ProfileField field, const std::string& from,
                  std::optional<Text>& to) {
    const size_t max = rules_.MaxCodePoints(field);
    to = Text::Parse(from, max);
    if (!to) CheckCharacters(field, from);
  }

  void ParseValue(ProfileField field, const std::string& from,
                  std::optional<Email>& to) {
    to = Email::Parse(from);
    if (!to) violations_.Add(field, "EMAIL", "Must be a valid email address");
  }

  void ParseValue(ProfileField field, const std::string& from,
                  std::optional<Date>& to) {
    to = Date::Parse(from);
    if (to && to->day() > today_) to.reset();
    if (!to) {
      violations_.Add(field, "DATE",
                      "Must be a valid date in YYYY-MM-DD format");
    }
  }

  void ParseValue(ProfileField field, const std::string& from,
                  std::optional<PhoneNumber>& to) {
    if (!CheckCharacters(field, from)) return;
    to = rules_.phone == PhoneRule::kPossible
             ? PhoneNumber::ParsePossible(from)
             : PhoneNumber::ParseFreeText(from, rules_.MaxCodePoints(field));
    if (!to) violations_.AddNotValid(field, "PHONE");
  }

  void ParseValue(ProfileField field, const std::string& from,
                  std::optional<PostalCode>& to) {
    if (!CheckCharacters(field, from)) return;
    to = PostalCode::Parse(from, postal_code_is_number_,
                           rules_.MaxCodePoints(field));
    if (!to) violations_.AddNotValid(field, "POSTAL_CODE");
  }

  void ParseValue(ProfileField field, const std::string& from,
                  std::optional<CountryCode>& to) {
    to = field == ProfileField::kResidencyCountry
             ? CountryCode::ParseOrKosovo(from)
             : CountryCode::Parse(from);
    if (!to) violations_.AddNotValid(field, "COUNTRY");
  }

  void ParseValue(ProfileField field, UserType from,
                  std::optional<UserType>& to) {
    if (IsKnown(from)) {
      to = from;
    } else {
      violations_.Add(field, "ONE_OF", "Must be one of: INDIVIDUAL, BUSINESS");
    }
  }

  void ParseValue(ProfileField field, SignInMethod from,
                  std::optional<SignInMethod>& to) {
    if (IsKnown(from)) {
      to = from;
    } else {
      violations_.Add(field, "ONE_OF",
                      "Must be one of: EMAIL, PHONE_NUMBER, NONE");
    }
  }

  static void ParseValue(ProfileField, bool from, std::optional<bool>& to) {
    to = from;
  }

  const ProfileRules& rules_;
  const absl::CivilDay today_;
  const bool postal_code_is_number_;
  ViolationList& violations_;
};

}  // namespace

absl::StatusOr<Profile> ParseProfile(const ProfileInput& input,
                                     const ProfileRules& rules,
                                     absl::CivilDay today) {
  Profile profile;
  ViolationList violations;
  FieldParser parser(rules, today, input.address.postal_code_is_number,
                     violations);
  FieldSet present;
  ForEachField([&](ProfileField field, auto get) {
    if (!parser.Parse(field, get(input), get(profile))) present.Add(field);
  });
  CheckAcrossFields(profile, rules, present, violations);
  RETURN_IF_ERROR(std::move(violations).ToStatus());
  return profile;
}

absl::StatusOr<ProfilePatch> ParsePatch(const ProfileInput& input,
                                        FieldSet mask,
                                        const ProfileRules& rules,
                                        absl::CivilDay today) {
  ProfilePatch patch;
  ViolationList violations;
  FieldParser parser(rules, today, input.address.postal_code_is_number,
                     violations);
  if (mask.Contains(ProfileField::kExternalId)) {
    violations.AddNotValid(ProfileField::kExternalId, "IMMUTABLE");
  }
  ForEachField([&](ProfileField field, auto get) {
    if (!mask.Contains(field)) return;
    if (parser.Parse(field, get(input), get(patch.changed))) {
      patch.cleared.Add(field);
    }
  });
  // What the patch alone decides is reported with the rest.
  if (mask.Contains(ProfileField::kAddressCountry)) {
    constexpr FieldSet kByCountry = {ProfileField::kAddressProvince,
                                     ProfileField::kAddressPostalCode};
    CheckAcrossFields(patch.changed, rules, mask & kByCountry, violations);
  }
  RETURN_IF_ERROR(std::move(violations).ToStatus());
  return patch;
}

absl::StatusOr<Text> ParseReason(std::string_view text) {
  constexpr char kField[] = "reason";
  if (std::optional<Text> reason = Text::Parse(text, kReasonMaxCodePoints)) {
    return *std::move(reason);
  }
  base::FieldViolation violation{kField, "NOT_VALID", "Is not valid"};
  if (text.empty()) {
    violation = {kField, "REQUIRED", "Is required"};
  } else if (CheckText(text, kReasonMaxCodePoints) == TextFault::kLength) {
    violation = {kField, "LENGTH",
                 absl::StrCat("Must be between 1 and ", kReasonMaxCodePoints,
                              " characters")};
  }
  return base::Error(base::Reason::kInvalidArgument,
                     {{std::move(violation)}, {}});
}

}  // namespace rollbook::domain

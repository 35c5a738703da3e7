#include "domain/parse_profile.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/for_each_field.h"
#include "domain/test_users.h"

namespace rollbook::domain {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> Parse(const ProfileInput& input,
                               const ProfileRules& rules = BocaRatonRules()) {
  return ViolationsOf(ParseProfile(input, rules, kToday).status());
}

std::vector<std::string> Patch(const ProfileInput& input, FieldSet mask,
                               const ProfileRules& rules = BocaRatonRules()) {
  return ViolationsOf(ParsePatch(input, mask, rules, kToday).status());
}

TEST(ParseProfile, TakesThePublishedExample) {
  const auto profile = ParseProfile(JaneDoe(), BocaRatonRules(), kToday);
  ASSERT_TRUE(profile.ok()) << profile.status();
  EXPECT_EQ(profile->external_id->text(), "partner-user-42");
  EXPECT_EQ(profile->address.postal_code->text(), "M5V 2T6");
  EXPECT_EQ(profile->is_ciro_affiliate, false);
  EXPECT_FALSE(profile->phone_number.has_value());
}

TEST(ParseProfile, DemandsNothingByDefault) {
  EXPECT_EQ(*ParseProfile({}, {}, kToday), Profile{});
}

TEST(ParseProfile, CountsAnEmptyTextAsAbsent) {
  ProfileInput input = JaneDoe();
  input.address.line2 = "";
  input.phone_number = "";
  input.residency_country = "";
  const auto profile = ParseProfile(input, BocaRatonRules(), kToday);
  ASSERT_TRUE(profile.ok());
  EXPECT_FALSE(profile->address.line2.has_value());
  EXPECT_FALSE(profile->phone_number.has_value());
  input.first_name = "";
  EXPECT_THAT(Parse(input), ElementsAre("first_name REQUIRED Is required"));
}

TEST(ParseProfile, NamesEveryFieldThatFailsInOrder) {
  ProfileInput input;
  input.external_id = std::string(129, 'x');
  input.email = "jane.doe";
  input.first_name = "Ja\nne";
  input.date_of_birth = "1990-02-30";
  input.phone_number = std::string(33, '1');
  input.address.line1 = "123 Main St";
  input.address.city = std::string(101, 'x');
  input.address.country = "Canada";
  input.residency_country = "ca";
  input.tax_residency.country = "XK";
  input.user_type = static_cast<UserType>(7);
  input.sign_in_method = static_cast<SignInMethod>(-1);
  const auto result = ParseProfile(input, BocaRatonRules(), kToday);
  EXPECT_EQ(base::ReasonOf(result.status()), base::Reason::kInvalidProfile);
  EXPECT_THAT(
      ViolationsOf(result.status()),
      ElementsAre(
          "external_id LENGTH Must be between 1 and 128 characters",
          "email EMAIL Must be a valid email address",
          "first_name NOT_VALID Is not valid", "last_name REQUIRED Is required",
          "date_of_birth DATE Must be a valid date in YYYY-MM-DD format",
          "phone_number LENGTH Must be between 1 and 32 characters",
          "address.city LENGTH Must be between 1 and 100 characters",
          "address.country COUNTRY Is not valid",
          "residency_country COUNTRY Is not valid",
          "tax_residency.country COUNTRY Is not valid",
          "user_type ONE_OF Must be one of: INDIVIDUAL, BUSINESS",
          "sign_in_method ONE_OF Must be one of: EMAIL, PHONE_NUMBER, NONE"));
}

TEST(ParseProfile, RefusesADateToCome) {
  ProfileInput input = JaneDoe();
  input.date_of_birth = "2026-03-13";
  EXPECT_THAT(Parse(input), IsEmpty());
  input.date_of_birth = "2026-03-14";
  EXPECT_THAT(
      Parse(input),
      ElementsAre(
          "date_of_birth DATE Must be a valid date in YYYY-MM-DD format"));
}

TEST(ParseProfile, DemandsProvinceAndPostalCodeInCanadaAndTheUs) {
  ProfileInput input = JaneDoe();
  input.address.province.reset();
  input.address.postal_code.reset();
  for (const char* country : {"CA", "US"}) {
    input.address.country = country;
    EXPECT_THAT(Parse(input),
                ElementsAre("address.postal_code REQUIRED Is required",
                            "address.province REQUIRED Is required"));
  }
  input.address.country = "DE";
  EXPECT_THAT(Parse(input), IsEmpty());
  input.address.province = "Bayern";
  input.address.postal_code = "80331";
  EXPECT_THAT(Parse(input), IsEmpty());
}

TEST(ParseProfile, ChecksProvinceAndPostalCodeAgainstTheCountry) {
  ProfileInput input = JaneDoe();
  input.address.province = "NY";
  input.address.postal_code = "10001";
  EXPECT_THAT(Parse(input),
              ElementsAre("address.postal_code POSTAL_CODE Is not valid",
                          "address.province SUBDIVISION Is not valid"));
  input.address.country = "US";
  EXPECT_THAT(Parse(input), IsEmpty());
}

TEST(ParseProfile, LeavesTheProvinceUncheckedWherePolicySaysSo) {
  ProfileInput input = JaneDoe();
  input.address.province = "Upper Canada";
  ProfileRules rules = BocaRatonRules();
  rules.check_subdivision = false;
  EXPECT_THAT(Parse(input, rules), IsEmpty());
  input.address.province.reset();
  EXPECT_THAT(Parse(input, rules),
              ElementsAre("address.province REQUIRED Is required"));
}

TEST(ParseProfile, ReportsAFieldOnce) {
  ProfileInput input = JaneDoe();
  input.address.province = "O\u202EN";
  EXPECT_THAT(Parse(input),
              ElementsAre("address.province NOT_VALID Is not valid"));
}

TEST(ParseProfile, AppliesThePhoneRule) {
  ProfileRules rules;
  ProfileInput input;
  input.phone_number = "+1-555-0123";
  EXPECT_THAT(Parse(input, rules), IsEmpty());
  rules.phone = PhoneRule::kPossible;
  EXPECT_THAT(Parse(input, rules),
              ElementsAre("phone_number PHONE Is not valid"));
  input.phone_number = "+524401234567";
  EXPECT_THAT(Parse(input, rules), IsEmpty());
}

TEST(ParseProfile, LetsALimitOnlyShrink) {
  ProfileRules rules;
  rules.SetMaxCodePoints(ProfileField::kFirstName, 500);
  EXPECT_EQ(rules.MaxCodePoints(ProfileField::kFirstName), 100);
  rules.SetMaxCodePoints(ProfileField::kFirstName, 5);
  EXPECT_EQ(rules.MaxCodePoints(ProfileField::kFirstName), 5);
  EXPECT_EQ(rules.MaxCodePoints(ProfileField::kLastName), 100);
}

TEST(ParseProfile, KnowsKosovoAsAResidence) {
  ProfileInput input;
  input.residency_country = "XK";
  EXPECT_THAT(Parse(input, {}), IsEmpty());
}

TEST(ParseProfile, CanDemandEveryField) {
  ProfileRules rules;
  for (const ProfileField field : AllProfileFields()) rules.required.Add(field);
  EXPECT_EQ(Parse({}, rules).size(), AllProfileFields().size());
}

TEST(ParsePatch, LooksAtTheMaskOnly) {
  ProfileInput input;
  input.first_name = "Joan";
  input.email = "broken";
  const auto patch =
      ParsePatch(input, {ProfileField::kFirstName}, BocaRatonRules(), kToday);
  ASSERT_TRUE(patch.ok());
  EXPECT_EQ(TouchedFields(*patch), FieldSet{ProfileField::kFirstName});
  EXPECT_EQ(*ParsePatch(input, {}, BocaRatonRules(), kToday), ProfilePatch{});
}

TEST(ParsePatch, ClearsWhatIsAbsentOrEmpty) {
  ProfileInput input;
  input.occupation = "";
  const FieldSet mask = {ProfileField::kOccupation, ProfileField::kAlias,
                         ProfileField::kIsCiroAffiliate};
  const auto patch = ParsePatch(input, mask, BocaRatonRules(), kToday);
  ASSERT_TRUE(patch.ok());
  EXPECT_EQ(patch->cleared, mask);
  EXPECT_EQ(patch->changed, Profile{});
}

TEST(ParsePatch, RefusesToClearWhatIsRequired) {
  ProfileInput input;
  input.email = "";
  EXPECT_THAT(Patch(input, {ProfileField::kEmail, ProfileField::kLastName}),
              ElementsAre("email REQUIRED Is required",
                          "last_name REQUIRED Is required"));
}

TEST(ParsePatch, ReportsRulesAcrossItsOwnFieldsWithTheRest) {
  ProfileInput input = JaneDoe();
  input.email = "broken";
  input.address.province = "NY";
  EXPECT_THAT(Patch(input, *FieldsByMaskPath("*")),
              ElementsAre("email EMAIL Must be a valid email address",
                          "address.province SUBDIVISION Is not valid"));
  // Whether this province fits is up to the profile it lands in.
  EXPECT_THAT(Patch(input, {ProfileField::kAddressProvince}), IsEmpty());
  EXPECT_THAT(Patch(input, {ProfileField::kAddressCountry}), IsEmpty());
}

TEST(ParsePatch, RefusesAnotherExternalId) {
  ProfileInput input;
  input.external_id = "other";
  EXPECT_THAT(Patch(input, {ProfileField::kExternalId}),
              ElementsAre("external_id IMMUTABLE Is not valid"));
}

TEST(ParseReason, IsATextOfUpTo500Characters) {
  EXPECT_EQ(ParseReason("documents checked")->text(), "documents checked");
  EXPECT_THAT(ViolationsOf(ParseReason("").status()),
              ElementsAre("reason REQUIRED Is required"));
  EXPECT_THAT(
      ViolationsOf(ParseReason(std::string(501, 'x')).status()),
      ElementsAre("reason LENGTH Must be between 1 and 500 characters"));
  EXPECT_THAT(ViolationsOf(ParseReason("a\nb").status()),
              ElementsAre("reason NOT_VALID Is not valid"));
  EXPECT_EQ(base::ReasonOf(ParseReason("").status()),
            base::Reason::kInvalidArgument);
}

}  // namespace
}  // namespace rollbook::domain

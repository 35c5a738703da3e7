#include "cli/user_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/status_macros.h"

namespace rollbook::cli {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

absl::StatusOr<ParsedUser> Parse(std::string_view text) {
  ASSIGN_OR_RETURN(const Json object, ParseObject(text));
  return ParseUser(object, {});
}

std::vector<std::string> RefusedFields(std::string_view text) {
  std::vector<std::string> names;
  for (const auto& field : base::DetailsOf(Parse(text).status()).violations) {
    names.push_back(field.field + " " + field.code);
  }
  return names;
}

TEST(ParseUser, ReadsTheContractsNames) {
  const auto user = Parse(
      R"({"externalId":"42","email":"jane@example.com","firstName":"Jane",
          "addressLine1":"123 Main St","postalCode":"M5V 2T6","country":"CA",
          "isCiroAffiliate":false,"userType":"BUSINESS","status":"active"})");
  ASSERT_TRUE(user.ok()) << user.status();
  EXPECT_EQ(user->external_id, "42");
  EXPECT_EQ(user->profile.email(), "jane@example.com");
  EXPECT_EQ(user->profile.address().line1(), "123 Main St");
  EXPECT_EQ(user->profile.address().postal_code(), "M5V 2T6");
  EXPECT_TRUE(user->profile.has_is_ciro_affiliate());
  EXPECT_EQ(user->profile.user_type(), user::v1::USER_TYPE_BUSINESS);
  EXPECT_EQ(user->status, user::v1::USER_STATUS_ACTIVE);
}

TEST(ParseUser, ReadsNestedObjectsAndNumericPostalCodes) {
  const auto user = Parse(
      R"({"address":{"line1":"1 High St","postalCode":12345},
          "taxResidency":{"country":"GB","proofType":"TIN","value":"1"}})");
  ASSERT_TRUE(user.ok()) << user.status();
  EXPECT_EQ(user->profile.address().postal_code(), "12345");
  EXPECT_TRUE(user->profile.address().postal_code_is_number());
  EXPECT_EQ(user->profile.tax_residency().proof_type(), "TIN");
}

TEST(ParseUser, TakesNullAndEmptyForCleared) {
  const auto user =
      Parse(R"({"occupation":null,"addressLine2":"","city":"Ottawa"})");
  ASSERT_TRUE(user.ok()) << user.status();
  EXPECT_FALSE(user->profile.has_occupation());
  EXPECT_THAT(user->present,
              ElementsAre("occupation", "address.line2", "address.city"));
  EXPECT_THAT(user->cleared, ElementsAre("occupation", "address.line2"));
}

TEST(ParseUser, NamesAllOffendingMembersAtOnce) {
  EXPECT_THAT(
      RefusedFields(R"({"email":1,"fristName":"x","isCiroAffiliate":"no",
                        "userType":"robot","address":{"planet":"Mars"},
                        "status":"asleep"})"),
      ElementsAre("email TYPE", "fristName UNKNOWN", "isCiroAffiliate TYPE",
                  "userType ONE_OF", "address.planet UNKNOWN",
                  "status ONE_OF"));
}

TEST(ParseUser, IgnoresUnknownMembersWhenAskedTo) {
  const auto object = ParseObject(R"({"shoeSize":9})");
  EXPECT_TRUE(ParseUser(*object, {.ignore_unknown_members = true}).ok());
}

TEST(ParseObject, RefusesDuplicateMembersAndWhatIsNoObject) {
  EXPECT_THAT(RefusedFields(R"({"email":"a@b.c","email":"d@e.f"})"),
              ElementsAre("email DUPLICATE"));
  for (const char* text : {"", "{", "[]", "1", "{} {}", "{'a':1}"}) {
    EXPECT_FALSE(ParseObject(text).ok()) << text;
    EXPECT_THAT(RefusedFields(text), IsEmpty());
  }
}

TEST(ProfileMembers, AllNameAFieldOfTheProfile) {
  for (const ProfileMember& member : ProfileMembers()) {
    Json object;
    const bool boolean = member.json == "isCiroAffiliate";
    object[std::string(member.json)] =
        boolean                         ? Json(true)
        : member.json == "userType"     ? Json("business")
        : member.json == "signInMethod" ? Json("email")
                                        : Json("x");
    const auto user = ParseUser(object, {});
    ASSERT_TRUE(user.ok()) << member.json;
    EXPECT_GT(user->profile.ByteSizeLong(), 0u) << member.json;
    EXPECT_EQ(JsonNameOf(std::string(member.path)), member.json);
  }
}

}  // namespace
}  // namespace rollbook::cli

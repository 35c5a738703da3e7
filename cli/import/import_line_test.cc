#include "cli/import/import_line.h"

#include <gtest/gtest.h>

namespace rollbook::cli {
namespace {

Failure WhyRefused(const Line& line) {
  return Describe(ToImportRequest(line, {}).status());
}

TEST(ToImportRequest, CarriesLineIdProfileAndStatus) {
  const auto request = ToImportRequest(
      {.number = 7,
       .text = R"({"externalId":"42","city":"Toronto","status":"active"})"},
      {});
  ASSERT_TRUE(request.ok()) << request.status();
  EXPECT_EQ(request->line(), 7u);
  EXPECT_EQ(request->external_id(), "42");
  EXPECT_EQ(request->profile().address().city(), "Toronto");
  EXPECT_EQ(request->initial_status(), user::v1::USER_STATUS_ACTIVE);
  EXPECT_EQ(request->partner_id(), "");
}

TEST(ToImportRequest, RefusesALineWithoutAnExternalId) {
  for (const char* text : {"{}", R"({"externalId":""})",
                           R"({"externalId":null,"city":"Toronto"})"}) {
    const Failure failure = WhyRefused({.number = 1, .text = text});
    ASSERT_EQ(failure.fields.size(), 1u) << text;
    EXPECT_EQ(failure.fields[0].field, "externalId");
    EXPECT_EQ(failure.fields[0].code, "REQUIRED");
  }
}

TEST(ToImportRequest, RefusesWhatIsNoJsonAndWhatIsTooLong) {
  EXPECT_EQ(WhyRefused({.number = 1, .text = "{\"externalId\":"}).message,
            "Must be valid JSON");
  EXPECT_EQ(WhyRefused({.number = 1, .text = "{", .too_long = true}).message,
            "Must be at most 131072 bytes long");
}

TEST(ToFailure, NamesFieldsAsTheFileDoes) {
  user::v1::ItemError error;
  error.set_reason("INVALID_PROFILE");
  error.add_fields()->set_field("address.postal_code");
  error.add_fields()->set_field("external_id");
  const Failure failure = ToFailure(error);
  EXPECT_EQ(failure.fields[0].field, "postalCode");
  EXPECT_EQ(failure.fields[1].field, "externalId");
}

TEST(IsBlank, IsTrueForSpacesOnly) {
  EXPECT_TRUE(IsBlank({.text = " \t"}));
  EXPECT_FALSE(IsBlank({.text = " {}"}));
}

}  // namespace
}  // namespace rollbook::cli

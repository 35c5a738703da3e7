#include "cli/render_past.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

namespace rollbook::cli {
namespace {

audit::v1::DiffUserResponse::Change Change(const std::string& field) {
  audit::v1::DiffUserResponse::Change change;
  change.set_field(field);
  change.set_version(3);
  change.set_actor("service:kyc");
  change.set_request_id("r1");
  return change;
}

TEST(ChangeJson, HasTheFieldsOfAUsersJson) {
  auto change = Change("tax_residency.proof_type");
  change.set_new_value("TIN");
  const Json json = ChangeJson(change);
  EXPECT_EQ(json["field"], "taxResidency.proofType");
  EXPECT_EQ(json["old"], nullptr);
  EXPECT_EQ(json["new"], "TIN");
  EXPECT_EQ(json["version"], 3);
  EXPECT_EQ(json["requestId"], "r1");
  EXPECT_FALSE(json.contains("reason"));
}

TEST(ChangeJson, HasBooleansWhereTheUserHasThem) {
  for (const char* const field : {"email_verified", "is_ciro_affiliate"}) {
    auto change = Change(field);
    change.set_old_value("false");
    change.set_new_value("true");
    EXPECT_EQ(ChangeJson(change)["old"], false);
    EXPECT_EQ(ChangeJson(change)["new"], true);
  }
  auto name = Change("first_name");
  name.set_new_value("true");
  EXPECT_EQ(ChangeJson(name)["new"], "true");
}

TEST(WriteChange, TellsWhoWhenAndWhyInTwoLines) {
  auto change = Change("status");
  change.set_old_value("active");
  change.set_new_value("closed");
  change.set_reason("moved\naway");
  std::ostringstream out;
  WriteChange(change, out);
  EXPECT_EQ(out.str(),
            "status: 'active' -> 'closed'\n    v3  1970-01-01T00:00:00.000000Z"
            "  by service:kyc (r1): moved away\n");
}

TEST(UserAtJson, TellsWhenThatWas) {
  audit::v1::GetUserAtResponse response;
  response.mutable_user()->set_user_id("u1");
  response.set_version(2);
  response.mutable_position()->set_number(9);
  const Json json = UserAtJson(response);
  EXPECT_EQ(json["user"]["userId"], "u1");
  EXPECT_EQ(json["version"], 2);
  EXPECT_EQ(json["position"], 9);
  EXPECT_FALSE(json.contains("erased"));
}

}  // namespace
}  // namespace rollbook::cli

#include "cli/render_export.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace rollbook::cli {
namespace {

audit::v1::ExportUserResponse Jane() {
  audit::v1::ExportUserResponse whole;
  whole.mutable_user()->set_user_id("u1");
  whole.mutable_user()->mutable_profile()->set_first_name("<b>Jane & co");
  whole.add_claims("email");
  auto* event = whole.add_events();
  event->set_version(1);
  event->set_type("UserEmailChanged");
  event->mutable_user_event()->mutable_user_email_changed()->set_email("a@b.c");
  return whole;
}

TEST(ExportJson, HasTheUserAndTheHistory) {
  const Json json = ExportJson(Jane());
  EXPECT_EQ(json["user"]["userId"], "u1");
  EXPECT_EQ(json["claims"], Json::array({"email"}));
  EXPECT_EQ(json["history"][0]["data"]["email"], "a@b.c");
  EXPECT_FALSE(json.contains("erased"));
}

TEST(ExportPage, EscapesWhatPeopleWrote) {
  const std::string page = ExportPage(Jane());
  EXPECT_NE(page.find("&lt;b&gt;Jane &amp; co"), std::string::npos);
  EXPECT_EQ(page.find("<b>"), std::string::npos);
  EXPECT_NE(page.find("a@b.c"), std::string::npos);
}

}  // namespace
}  // namespace rollbook::cli

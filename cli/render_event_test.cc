#include "cli/render_event.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "cli/message_json.h"
#include "cli/times.h"

namespace rollbook::cli {
namespace {

audit::v1::Event CreatedEvent() {
  audit::v1::Event event;
  event.mutable_position()->set_number(17);
  event.set_partner_id("acme");
  event.set_user_id("u1");
  event.set_version(1);
  event.set_type("UserCreated");
  *event.mutable_time() = ToProto(absl::FromUnixMicros(1'773'403'200'250'000));
  event.set_actor("partner:acme/key:k1");
  event.set_request_id("req-1");
  auto* created = event.mutable_user_event()->mutable_user_created();
  created->set_external_id("42");
  created->mutable_profile()->set_first_name("Jane");
  created->mutable_profile()->mutable_address()->set_postal_code("M5V 2T6");
  created->mutable_profile()->set_is_ciro_affiliate(false);
  created->set_status(user::v1::USER_STATUS_PENDING_COMPLIANCE);
  return event;
}

TEST(HistoryJson, HasExactlyTheDocumentedMembers) {
  EXPECT_EQ(
      ToText(HistoryJson(CreatedEvent())),
      R"({"position":17,"version":1,"type":"UserCreated",)"
      R"("time":"2026-03-13T12:00:00.250000Z","actor":"partner:acme/key:k1",)"
      R"("requestId":"req-1","data":{"externalId":"42","profile":)"
      R"({"firstName":"Jane","address":{"postalCode":"M5V 2T6"},)"
      R"("isCiroAffiliate":false},"status":"pending_compliance"}})");
}

TEST(HistoryJson, MarksErasedEventsAndKeepsDataAnObject) {
  audit::v1::Event event = CreatedEvent();
  event.clear_user_event();
  event.set_erased(true);
  const Json json = HistoryJson(event);
  EXPECT_EQ(json["erased"], true);
  EXPECT_EQ(json["data"], Json::object());
}

TEST(HistoryJson, SaysThatANumberWasRemovedUnlessItCannotBeKnown) {
  audit::v1::Event event = CreatedEvent();
  event.mutable_user_event()->mutable_user_phone_number_changed();
  EXPECT_EQ(HistoryJson(event)["data"], Json({{"phoneNumber", nullptr}}));
  event.set_erased(true);
  EXPECT_EQ(HistoryJson(event)["data"], Json::object());
}

TEST(LogJson, ShowsPartnersEventsWithoutAUser) {
  audit::v1::Event event;
  event.mutable_position()->set_number(1);
  event.set_partner_id("acme");
  event.set_type("PartnerCreated");
  event.mutable_partner_event()->mutable_partner_created()->set_contract(
      "capa");
  const Json json = LogJson(event);
  EXPECT_FALSE(json.contains("userId"));
  EXPECT_EQ(json["partnerId"], "acme");
  EXPECT_EQ(json["data"], Json({{"contract", "capa"}}));
}

TEST(PositionJson, IsANumberInTheFirstShardOnly) {
  type::v1::Position position;
  position.set_number(5);
  EXPECT_EQ(PositionJson(position), Json(5));
  position.set_shard(2);
  EXPECT_EQ(PositionJson(position), Json("2/5"));
}

TEST(EnumByName, FindsShortNamesAndNeverUnspecified) {
  const auto& type = *user::v1::KycStatus_descriptor();
  EXPECT_EQ(EnumByName(type, "passed")->number(), user::v1::KYC_STATUS_PASSED);
  EXPECT_EQ(EnumByName(type, "unspecified"), nullptr);
  EXPECT_EQ(EnumByName(type, "explode"), nullptr);
}

TEST(WriteHistoryEntry, IsAHeadlineAndALinePerFact) {
  std::ostringstream out;
  WriteHistoryEntry(CreatedEvent(), out);
  EXPECT_EQ(out.str(),
            "v1    2026-03-13T12:00:00.250000Z  UserCreated  by "
            "partner:acme/key:k1 (req-1)  at position 17\n"
            "      externalId: 42\n"
            "      profile.firstName: Jane\n"
            "      profile.address.postalCode: M5V 2T6\n"
            "      profile.isCiroAffiliate: false\n"
            "      status: pending_compliance\n");
}

TEST(WriteLogLine, CannotBeForgedByAStoredLineBreak) {
  audit::v1::Event event = CreatedEvent();
  event.set_actor("evil\n18 forged\x1b[2J");
  std::ostringstream out;
  WriteLogLine(event, out);
  const std::string line = out.str();
  EXPECT_EQ(line.find('\n'), line.size() - 1);
  EXPECT_EQ(line.find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace rollbook::cli

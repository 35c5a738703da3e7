#include "cli/render_event.h"

#include <nlohmann/json.hpp>
#include <ostream>
#include <string>
#include <vector>

#include "cli/message_json.h"
#include "cli/text.h"
#include "cli/times.h"

namespace rollbook::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr size_t kTypeWidth = 24;
constexpr size_t kPositionWidth = 10;

// The fields of the one event that a UserEvent or PartnerEvent holds.
Json Facts(const Message& wrapper) {
  std::vector<const FieldDescriptor*> fields;
  wrapper.GetReflection()->ListFields(wrapper, &fields);
  if (fields.empty()) return Json::object();
  return MessageJson(wrapper.GetReflection()->GetMessage(wrapper, fields[0]));
}

// An address or number that was removed is a fact as well: null.
Json UserFacts(const user::v1::UserEvent& event) {
  Json facts = Facts(event);
  if (event.has_user_email_changed() &&
      !event.user_email_changed().has_email()) {
    facts["email"] = nullptr;
  }
  if (event.has_user_phone_number_changed() &&
      !event.user_phone_number_changed().has_phone_number()) {
    facts["phoneNumber"] = nullptr;
  }
  return facts;
}

Json DataOf(const audit::v1::Event& event) {
  if (event.has_user_event()) {
    return event.erased() ? Facts(event.user_event())
                          : UserFacts(event.user_event());
  }
  if (event.has_partner_event()) return Facts(event.partner_event());
  return Json::object();
}

void AddCommon(const audit::v1::Event& event, Json& json) {
  json["version"] = event.version();
  json["type"] = event.type();
  json["time"] = Rfc3339(event.time());
  json["actor"] = event.actor();
  json["requestId"] = event.request_id();
  if (event.erased()) json["erased"] = true;
  json["data"] = DataOf(event);
}

std::string PositionText(const audit::v1::Event& event) {
  return ToText(PositionJson(event.position()));
}

}  // namespace

Json HistoryJson(const audit::v1::Event& event) {
  Json json = {{"position", PositionJson(event.position())}};
  AddCommon(event, json);
  return json;
}

Json LogJson(const audit::v1::Event& event) {
  Json json = {{"position", PositionJson(event.position())}};
  if (!event.partner_id().empty()) json["partnerId"] = event.partner_id();
  if (event.has_user_id()) json["userId"] = event.user_id();
  AddCommon(event, json);
  if (!event.traceparent().empty()) json["traceparent"] = event.traceparent();
  return json;
}

void WriteHistoryEntry(const audit::v1::Event& event, std::ostream& out) {
  out << 'v' << Padded(std::to_string(event.version()), 5)
      << Rfc3339(event.time()) << "  " << event.type() << "  by "
      << Printable(event.actor());
  if (!event.request_id().empty()) {
    out << " (" << Printable(event.request_id()) << ')';
  }
  out << "  at position " << PositionText(event) << '\n';
  if (event.erased()) out << "      personal fields: erased\n";
  WriteMembers(out, DataOf(event), "      ");
}

void WriteLogLine(const audit::v1::Event& event, std::ostream& out) {
  out << Padded(PositionText(event), kPositionWidth) << Rfc3339(event.time())
      << "  " << Padded(event.type(), kTypeWidth) << event.partner_id();
  if (event.has_user_id()) out << '/' << event.user_id();
  out << " v" << event.version() << "  by " << Printable(event.actor()) << '\n';
}

}  // namespace rollbook::cli

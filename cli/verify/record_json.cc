#include "cli/verify/record_json.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <vector>

#include "absl/time/time.h"
#include "base/ids.h"
#include "cli/message_json.h"
#include "cli/times.h"
#include "rollbook/admin/v1/partner.pb.h"
#include "rollbook/storage/v1/user_payload.pb.h"

namespace rollbook::cli {
namespace {

constexpr char kUserStream = 'u';
constexpr char kPartnerStream = 'p';

// The numbers that StoredUserEvent's comments give.
constexpr std::array<const char*, 6> kStatuses = {
    "", "pending_compliance", "active", "rejected", "suspended", "closed"};
constexpr std::array<const char*, 4> kKycStatuses = {"", "pending", "passed",
                                                     "failed"};

template <size_t kCount>
void NameNumber(const char* member,
                const std::array<const char*, kCount>& names, Json& data) {
  const auto value = data.find(member);
  if (value == data.end()) return;
  const auto number = value->get<uint64_t>();
  if (number < kCount) *value = names[number];
}

Json UserData(const proof::RecordView& record,
              const std::optional<std::string>& opened) {
  storage::v1::StoredUserEvent event;
  storage::v1::StoredUserEvent personal;
  if (!event.ParseFromString(std::string(record.clear_payload)) ||
      (opened && !personal.ParseFromString(*opened))) {
    return Json::object();
  }
  event.MergeFrom(personal);
  Json data = MessageJson(event);
  NameNumber("status", kStatuses, data);
  NameNumber("previousStatus", kStatuses, data);
  NameNumber("kycStatus", kKycStatuses, data);
  return data;
}

Json PartnerData(const proof::RecordView& record) {
  admin::v1::PartnerEvent event;
  if (!event.ParseFromString(std::string(record.clear_payload))) {
    return Json::object();
  }
  std::vector<const google::protobuf::FieldDescriptor*> fields;
  event.GetReflection()->ListFields(event, &fields);
  if (fields.empty()) return Json::object();
  return MessageJson(event.GetReflection()->GetMessage(event, fields[0]));
}

}  // namespace

Json RecordJson(const proof::RecordView& record,
                const std::optional<std::string>& opened) {
  storage::v1::EventMetadata metadata;
  metadata.ParseFromString(std::string(record.metadata));
  Json json = {{"position", record.position},
               {"version", record.version},
               {"type", std::string(record.type)},
               {"time", Rfc3339(absl::FromUnixMicros(record.time_micros))},
               {"actor", metadata.actor()},
               {"requestId", metadata.request_id()},
               {"partnerId", std::string(record.tenant)}};
  base::UuidBytes user{};
  const bool is_user =
      record.id.size() == 1 + user.size() && record.id[0] == kUserStream;
  if (is_user) {
    std::copy(record.id.begin() + 1, record.id.end(), user.begin());
    json["userId"] = base::FormatUuid(user);
  }
  if (!record.sealed_payload.empty() && !opened) json["sealed"] = true;
  if (is_user) {
    json["data"] = UserData(record, opened);
  } else {
    json["data"] =
        record.id[0] == kPartnerStream ? PartnerData(record) : Json::object();
  }
  return json;
}

}  // namespace rollbook::cli

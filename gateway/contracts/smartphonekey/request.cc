#include "gateway/contracts/smartphonekey/request.h"

#include "gateway/json/object_reader.h"
#include "gateway/mapping/json_body.h"
#include "gateway/percent.h"

namespace rollbook::gateway::smartphonekey {
namespace {

using json::ObjectReader;
using json::Presence;
using json::Read;

constexpr std::string_view kMustBeAUuid = "Must be a valid UUID";
constexpr std::string_view kMustMatchThePath = "Must be the id in the path";

void ReadBodyUserId(ObjectReader& members, std::string_view segment,
                    user::v1::CreateUserRequest& request, FieldErrors& errors) {
  const auto in_path = ParseUserId(segment);
  const Read<std::string_view> id = members.String(kUserId);
  // What is missing is the service's to say.
  if (id.has_value()) {
    const auto in_body = base::ParseUuid(id.value);
    request.set_external_id(std::string(id.value));
    if (!in_body) {
      errors.Add(kUserId, kMustBeAUuid);
    } else if (in_path && in_body != in_path) {
      errors.Add(kUserId, kMustMatchThePath);
    }
  } else if (id.presence != Presence::kRefused) {
    errors.Add(kUserId, kIsRequired);
  }
  if (!in_path) errors.Add(kUserId, kMustBeAUuid);
}

}  // namespace

std::optional<base::UuidBytes> ParseUserId(std::string_view segment) {
  const auto decoded = DecodePercent(segment);
  return decoded ? base::ParseUuid(*decoded) : std::nullopt;
}

std::string ReadUserId(std::string_view segment, FieldErrors& errors) {
  if (!ParseUserId(segment)) {
    errors.Add(kUserId, kMustBeAUuid);
    return {};
  }
  return *DecodePercent(segment);
}

size_t ReadCreate(const json::Document& body, std::string_view segment,
                  const Policy& policy, user::v1::CreateUserRequest& request,
                  FieldErrors& errors) {
  auto members = OpenBody(body, errors);
  if (!members) return 0;
  *request.mutable_rules() = policy.rules;
  request.set_initial_status(user::v1::USER_STATUS_ACTIVE);
  ReadBodyUserId(*members, segment, request, errors);
  for (const Field& field : Fields().rows()) {
    if (field.text == nullptr) continue;
    const Read<std::string_view> text = members->String(field.name);
    if (!text.has_value()) continue;
    field.text(*request.mutable_profile())->assign(text.value);
  }
  return CloseObject(*members, policy.refuse_unknown_members, errors);
}

size_t ReadPhoneNumber(const json::Document& body, const Policy& policy,
                       user::v1::UpdateUserRequest& request,
                       FieldErrors& errors) {
  *request.mutable_rules() = policy.rules;
  request.mutable_update_mask()->add_paths("phone_number");
  auto members = OpenBody(body, errors);
  if (!members) return 0;
  const Read<std::string_view> number = members->String(kPhoneNumber);
  if (number.has_value()) {
    request.mutable_profile()->set_phone_number(std::string(number.value));
  } else if (number.presence == Presence::kAbsent) {
    errors.Add(kPhoneNumber, kIsRequired);
  }
  return CloseObject(*members, policy.refuse_unknown_members, errors);
}

}  // namespace rollbook::gateway::smartphonekey

#include "gateway/contracts/boca_raton/request.h"

#include "gateway/contracts/boca_raton/fields.h"
#include "gateway/json/object_reader.h"
#include "gateway/json/utf8.h"
#include "gateway/mapping/json_body.h"
#include "gateway/percent.h"

namespace rollbook::gateway::boca_raton {
namespace {

using json::ObjectReader;
using json::Presence;
using json::Read;

void PutPatchValue(const Field& field, ObjectReader& members,
                   user::v1::UpdateUserRequest& request) {
  Presence presence = Presence::kAbsent;
  if (field.text != nullptr) {
    const Read<std::string_view> text = members.String(field.name);
    if (text.has_value()) {
      field.text(*request.mutable_profile())->assign(text.value);
    }
    presence = text.presence;
  } else {
    const Read<bool> flag = members.Bool(field.name);
    if (flag.has_value()) {
      request.mutable_profile()->set_is_ciro_affiliate(flag.value);
    }
    presence = flag.presence;
  }
  if (presence != Presence::kAbsent && presence != Presence::kRefused) {
    request.mutable_update_mask()->add_paths(std::string(field.path));
  }
}

}  // namespace

size_t ReadCreate(const json::Document& body, const Policy& policy,
                  user::v1::CreateUserRequest& request, FieldErrors& errors) {
  std::optional<ObjectReader> members = OpenBody(body, errors);
  if (!members) return 0;
  user::v1::Profile& profile = *request.mutable_profile();
  for (const Field& field : Fields().rows()) {
    if (field.name == kIsCiroAffiliate) {
      const Read<bool> flag = members->Bool(field.name);
      if (flag.has_value()) profile.set_is_ciro_affiliate(flag.value);
      continue;
    }
    const Read<std::string_view> text = members->String(field.name);
    const bool sent = text.has_value() || (text.presence == Presence::kEmpty &&
                                           policy.Requires(field.id));
    if (!sent) continue;
    std::string* const target = field.name == kExternalId
                                    ? request.mutable_external_id()
                                    : field.text(profile);
    target->assign(text.value);
  }
  return CloseObject(*members, policy.refuse_unknown_members, errors);
}

size_t ReadPatch(const json::Document& body, std::string_view external_id,
                 const Policy& policy, user::v1::UpdateUserRequest& request,
                 FieldErrors& errors) {
  // Present even without a path: nothing is to change.
  request.mutable_update_mask();
  std::optional<ObjectReader> members = OpenBody(body, errors);
  if (!members) return 0;
  for (const Field& field : Fields().rows()) {
    if (field.name != kExternalId) {
      PutPatchValue(field, *members, request);
      continue;
    }
    const Read<std::string_view> id = members->String(field.name);
    const bool other = id.presence != Presence::kAbsent &&
                       id.presence != Presence::kRefused &&
                       id.value != external_id;
    if (other) errors.Add(kExternalId, kIsNotValid);
  }
  return CloseObject(*members, policy.refuse_unknown_members, errors);
}

std::optional<std::string> ReadExternalId(std::string_view segment) {
  std::optional<std::string> id = DecodePercent(segment);
  if (!id) return std::nullopt;
  const std::optional<size_t> code_points = json::CountCodePoints(*id);
  if (!code_points || *code_points == 0 ||
      *code_points > kMaxExternalIdCodePoints) {
    return std::nullopt;
  }
  return id;
}

}  // namespace rollbook::gateway::boca_raton

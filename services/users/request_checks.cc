#include "services/users/request_checks.h"

#include <algorithm>
#include <utility>

#include "base/error.h"
#include "base/ids.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "services/partners/partner_checks.h"
#include "services/timestamps.h"
#include "services/users/user_stream.h"

namespace rollbook::services {
namespace {

constexpr size_t kHashSize = 32;
constexpr size_t kMaxEdgeText = 64;
// Far beyond the longest id a user can have: a bound for look-ups.
constexpr size_t kMaxExternalIdBytes = 2048;

void AddNotUuid(const char* field, Violations& violations) {
  violations.Add(field, "UUID", "Must be a UUID");
}

base::Hash256 ToHash(const std::string& bytes) {
  base::Hash256 hash{};
  std::copy_n(bytes.begin(), std::min(bytes.size(), hash.size()), hash.begin());
  return hash;
}

void CheckEdgeText(const char* field, const std::string& text,
                   Violations& violations) {
  if (text.size() > kMaxEdgeText) {
    violations.Add(field, "LENGTH", "Must be up to 64 bytes");
  }
}

void FillIdempotency(const user::v1::EdgeContext& edge, Mutation& mutation,
                     Violations& violations) {
  if (edge.idempotency_key().empty()) return;
  const auto key = base::ParseUuid(edge.idempotency_key());
  if (!key) return AddNotUuid("edge.idempotency_key", violations);
  if (edge.fingerprint().size() != kHashSize) {
    return violations.Add("edge.fingerprint", "LENGTH", "Must be 32 bytes");
  }
  mutation.idempotency = {"rest", base::FormatUuid(*key), {}};
}

void FillReplayGuard(const user::v1::EdgeContext& edge, Mutation& mutation,
                     Violations& violations) {
  if (edge.signature().empty()) return;
  if (edge.signature().size() != kHashSize) {
    violations.Add("edge.signature", "LENGTH", "Must be 32 bytes");
  } else if (!edge.has_signature_expires()) {
    violations.Add("edge.signature_expires", "REQUIRED", "Is required");
  } else {
    mutation.replay_guard = {ToHash(edge.signature()),
                             ToTime(edge.signature_expires())};
  }
}

}  // namespace

absl::Status CheckEdgeRole(const Caller& caller, bool has_edge) {
  if (has_edge && !caller.roles.Has(Role::kGateway)) {
    return base::Error(base::Reason::kPermissionDenied);
  }
  return absl::OkStatus();
}

void CheckPartnerId(const std::string& partner_id, Violations& violations) {
  if (!IsPartnerId(partner_id)) {
    violations.Add("partner_id", "FORMAT",
                   "Must be 1 to 64 of a-z, 0-9 and '-', beginning with a "
                   "letter");
  }
}

UserAddress ToAddress(const std::string& partner_id,
                      const user::v1::UserRef& ref, Violations& violations) {
  UserAddress address{{partner_id}, std::nullopt, {}};
  switch (ref.ref_case()) {
    case user::v1::UserRef::kUserId:
      if (const auto id = base::ParseUuid(ref.user_id())) {
        address.stream = UserStream(partner_id, *id);
      } else {
        AddNotUuid("user.user_id", violations);
      }
      break;
    case user::v1::UserRef::kExternalId:
      address.external_id = ref.external_id();
      if (address.external_id.empty() ||
          address.external_id.size() > kMaxExternalIdBytes) {
        violations.Add("user.external_id", "LENGTH",
                       "Must be between 1 and 2048 bytes");
      }
      break;
    case user::v1::UserRef::REF_NOT_SET:
      violations.Add("user", "REQUIRED", "Is required");
      break;
  }
  return address;
}

void FillFromRequestId(const Caller& caller, const std::string& request_id,
                       Mutation& mutation, Violations& violations) {
  mutation.metadata.set_actor(caller.name);
  if (request_id.empty()) return;
  const auto key = base::ParseUuid(request_id);
  if (!key) return AddNotUuid("request_id", violations);
  mutation.idempotency = {"grpc", base::FormatUuid(*key), {}};
  mutation.metadata.set_request_id(mutation.idempotency->key);
}

void FillFromEdge(const user::v1::EdgeContext& edge, Mutation& mutation,
                  Violations& violations) {
  CheckEdgeText("edge.request_id", edge.request_id(), violations);
  CheckEdgeText("edge.key_id", edge.key_id(), violations);
  CheckEdgeText("edge.traceparent", edge.traceparent(), violations);
  FillIdempotency(edge, mutation, violations);
  FillReplayGuard(edge, mutation, violations);
  mutation.key_id = edge.key_id();
  const std::string& partner = mutation.partner.value;
  mutation.metadata.set_actor(
      edge.key_id().empty() ? "partner:" + partner + "/token"
                            : "partner:" + partner + "/key:" + edge.key_id());
  mutation.metadata.set_request_id(edge.request_id());
  mutation.metadata.set_traceparent(edge.traceparent());
}

std::string FingerprintInput(std::string_view method,
                             const google::protobuf::MessageLite& request) {
  std::string input(method);
  input.push_back('\0');
  google::protobuf::io::StringOutputStream stream(&input);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  request.SerializeToCodedStream(&coded);
  coded.Trim();
  return input;
}

}  // namespace rollbook::services

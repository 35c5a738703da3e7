#include "eventstore/check_request.h"

#include <string>
#include <tuple>

#include "base/error.h"
#include "base/status_macros.h"
#include "eventstore/keys.h"
#include "eventstore/record.h"
#include "eventstore/record_layout.h"

namespace rollbook::eventstore {
namespace {

constexpr size_t kMaxNameBytes = 64;  // tenant, stream id, type, key
constexpr size_t kMaxKindBytes = 32;  // claim kind, idempotency source

absl::Status Invalid(const char* field, const char* code, const char* message) {
  return base::Error(base::Reason::kInvalidArgument,
                     {.violations = {{field, code, message}}, .metadata = {}});
}

absl::Status CheckSize(const char* field, const std::string& text, size_t min,
                       size_t max) {
  if (text.size() >= min && text.size() <= max) return absl::OkStatus();
  return Invalid(field, "LENGTH", "Has too few or too many bytes");
}

absl::Status CheckEvents(const AppendRequest& request) {
  if (request.events.size() > kMaxEventsPerAppend) {
    return Invalid("events", "COUNT", "Too many events in one append");
  }
  if (!request.events.empty() && !request.expected_version) {
    return Invalid("expected_version", "REQUIRED",
                   "Events need an expected version");
  }
  if (!request.events.empty() && !request.snapshot) {
    return Invalid("snapshot", "REQUIRED", "Events need a snapshot");
  }
  for (const NewEvent& event : request.events) {
    RETURN_IF_ERROR(CheckSize("events.type", event.type, 1, kMaxNameBytes));
    if (EncodedRecordSize(request.stream, event) > kMaxRecordBytes) {
      return base::Error(base::Reason::kRecordTooLarge);
    }
  }
  return absl::OkStatus();
}

absl::Status CheckSnapshot(const AppendRequest& request) {
  if (!request.snapshot) return absl::OkStatus();
  if (request.events.empty() &&
      request.expected_version.value_or(Version{0}).value == 0) {
    return Invalid("snapshot", "STREAM",
                   "Only an existing stream's state can be replaced");
  }
  if (request.snapshot->sealed_state.size() > kMaxValueBytes) {
    return base::Error(base::Reason::kRecordTooLarge);
  }
  return absl::OkStatus();
}

bool SameClaim(const Claim& a, const Claim& b) {
  return std::tie(a.kind, a.value_hash) == std::tie(b.kind, b.value_hash);
}

absl::Status CheckClaims(const std::vector<Claim>& claims) {
  if (claims.size() > kMaxClaimsPerAppend) {
    return Invalid("claims", "COUNT", "Too many claims in one append");
  }
  for (size_t i = 0; i < claims.size(); ++i) {
    RETURN_IF_ERROR(CheckSize("claims.kind", claims[i].kind, 1, kMaxKindBytes));
    for (size_t j = 0; j < i; ++j) {
      if (SameClaim(claims[i], claims[j])) {
        return Invalid("claims", "DUPLICATE", "A claim is named twice");
      }
    }
  }
  return absl::OkStatus();
}

absl::Status CheckIdempotency(const AppendRequest& request) {
  if (!request.idempotency) return absl::OkStatus();
  const IdempotencyEntry& entry = *request.idempotency;
  RETURN_IF_ERROR(
      CheckSize("idempotency.source", entry.source, 1, kMaxKindBytes));
  RETURN_IF_ERROR(CheckSize("idempotency.key", entry.key, 1, kMaxNameBytes));
  if (!entry.answer) return absl::OkStatus();
  RETURN_IF_ERROR(CheckSize("idempotency.answer.reason", entry.answer->reason,
                            0, kMaxNameBytes));
  RETURN_IF_ERROR(CheckSize("idempotency.answer.request_id",
                            entry.answer->request_id, 0, kMaxRequestIdBytes));
  if (entry.answer->sealed_body.size() > kMaxValueBytes) {
    return base::Error(base::Reason::kRecordTooLarge);
  }
  return absl::OkStatus();
}

absl::Status CheckSideWrite(const SideWrite& write, Origin origin) {
  if (write.family == SideWrite::Family::kKeys) {
    RETURN_IF_ERROR(CheckSize("side_writes.key", write.key, 0, 0));
  } else {
    RETURN_IF_ERROR(
        CheckSize("side_writes.key", write.key, 1, kMaxMetaKeyBytes));
    if (origin == Origin::kCaller && write.key[0] == kOwnMetaPrefix) {
      return Invalid("side_writes.key", "RESERVED",
                     "Keys that begin with $ are the store's own");
    }
  }
  if (write.value && write.value->size() > kMaxValueBytes) {
    return base::Error(base::Reason::kRecordTooLarge);
  }
  return absl::OkStatus();
}

absl::Status CheckSideWrites(const std::vector<SideWrite>& writes,
                             Origin origin) {
  if (writes.size() > kMaxSideWritesPerAppend) {
    return Invalid("side_writes", "COUNT", "Too many side writes");
  }
  for (size_t i = 0; i < writes.size(); ++i) {
    RETURN_IF_ERROR(CheckSideWrite(writes[i], origin));
    for (size_t j = 0; j < i; ++j) {
      if (writes[i].family == writes[j].family &&
          writes[i].key == writes[j].key) {
        return Invalid("side_writes", "DUPLICATE", "A row is named twice");
      }
    }
  }
  return absl::OkStatus();
}

absl::Status CheckGuard(const std::optional<ReplayGuard>& guard) {
  if (!guard) return absl::OkStatus();
  // Its minute must fit the key's four bytes.
  if (guard->expires < absl::UnixEpoch() ||
      guard->expires > absl::FromUnixSeconds(int64_t{60} * UINT32_MAX)) {
    return Invalid("replay_guard.expires", "RANGE", "Is not a possible time");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckStream(const StreamId& stream) {
  RETURN_IF_ERROR(
      CheckSize("stream.tenant", stream.tenant.value, 1, kMaxNameBytes));
  return CheckSize("stream.id", stream.id, 1, kMaxNameBytes);
}

absl::Status CheckRequest(const AppendRequest& request, Origin origin) {
  RETURN_IF_ERROR(CheckStream(request.stream));
  RETURN_IF_ERROR(CheckEvents(request));
  RETURN_IF_ERROR(CheckSnapshot(request));
  RETURN_IF_ERROR(CheckClaims(request.claims));
  RETURN_IF_ERROR(CheckIdempotency(request));
  RETURN_IF_ERROR(CheckGuard(request.replay_guard));
  return CheckSideWrites(request.side_writes, origin);
}

}  // namespace rollbook::eventstore

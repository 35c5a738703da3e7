#ifndef ROLLBOOK_BASE_REASON_H_
#define ROLLBOOK_BASE_REASON_H_

#include <optional>
#include <span>
#include <string_view>

#include "absl/status/status.h"

namespace rollbook::base {

// Why something was refused. The names are public API: they travel as
// google.rpc.ErrorInfo.reason and stand in docs/errors.md, which a test holds
// against this table.
enum class Reason {
  // The caller's input.
  kInvalidArgument,
  kInvalidProfile,
  kUnauthenticated,
  kPermissionDenied,
  kCredentialRevoked,
  kSignatureReplayed,
  kSignatureExpired,
  kIdempotencyKeyReused,
  // What is, or is not, there.
  kUserNotFound,
  kPartnerNotFound,
  kKeyNotFound,
  kExternalIdTaken,
  kEmailTaken,
  kPartnerExists,
  kVersionMismatch,
  kVersionConflict,
  // What the state of things does not allow.
  kUserUnderAge,
  kUserClosed,
  kUserErased,
  kUserOnHold,
  kTransitionNotAllowed,
  kPartnerSuspended,
  kTooManySecrets,
  kLogForked,
  kBackupFailed,
  // The service's own condition.
  kOverloaded,
  kShuttingDown,
  kClockUnsure,
  kDiskFull,
  kStoreFailed,
  kProjectionLagging,
  kBackendUnavailable,
  kRecordTooLarge,
  kDataCorrupted,
  kInternal,
};

struct ReasonInfo {
  Reason reason;
  std::string_view name;  // UPPER_SNAKE, at most 63 characters (AIP-193)
  absl::StatusCode code;
  std::string_view text;  // safe to show to any caller
  bool retryable;         // the same request may succeed later, unchanged
};

// All reasons, in the order of the enum.
std::span<const ReasonInfo> AllReasons();

const ReasonInfo& InfoOf(Reason reason);

// By name ("EXTERNAL_ID_TAKEN"); nullopt for an unknown one.
std::optional<Reason> ReasonByName(std::string_view name);

}  // namespace rollbook::base

#endif  // ROLLBOOK_BASE_REASON_H_

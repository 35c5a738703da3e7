#include "base/reason.h"

#include <array>
#include <cstddef>

namespace rollbook::base {
namespace {

using absl::StatusCode;

constexpr auto kReasons = std::to_array<ReasonInfo>({
    {Reason::kInvalidArgument, "INVALID_ARGUMENT", StatusCode::kInvalidArgument,
     "The request is not valid", false},
    {Reason::kInvalidProfile, "INVALID_PROFILE", StatusCode::kInvalidArgument,
     "One or more fields are not valid", false},
    {Reason::kUnauthenticated, "UNAUTHENTICATED", StatusCode::kUnauthenticated,
     "The caller is not known", false},
    {Reason::kPermissionDenied, "PERMISSION_DENIED",
     StatusCode::kPermissionDenied, "The caller's role does not allow this",
     false},
    {Reason::kCredentialRevoked, "CREDENTIAL_REVOKED",
     StatusCode::kUnauthenticated, "The credential is no longer valid", false},
    {Reason::kSignatureReplayed, "SIGNATURE_REPLAYED",
     StatusCode::kUnauthenticated, "The signed request was already used",
     false},
    {Reason::kSignatureExpired, "SIGNATURE_EXPIRED",
     StatusCode::kUnauthenticated, "The signed request is too old", false},
    {Reason::kIdempotencyKeyReused, "IDEMPOTENCY_KEY_REUSED",
     StatusCode::kFailedPrecondition,
     "The idempotency key was already used with a different request", false},
    {Reason::kUserNotFound, "USER_NOT_FOUND", StatusCode::kNotFound,
     "User not found", false},
    {Reason::kPartnerNotFound, "PARTNER_NOT_FOUND", StatusCode::kNotFound,
     "Partner not found", false},
    {Reason::kKeyNotFound, "KEY_NOT_FOUND", StatusCode::kNotFound,
     "Key not found", false},
    {Reason::kExternalIdTaken, "EXTERNAL_ID_TAKEN", StatusCode::kAlreadyExists,
     "A user with this external id already exists", false},
    {Reason::kEmailTaken, "EMAIL_TAKEN", StatusCode::kAlreadyExists,
     "A user with this e-mail address already exists", false},
    {Reason::kPartnerExists, "PARTNER_EXISTS", StatusCode::kAlreadyExists,
     "A partner with this id already exists", false},
    {Reason::kVersionMismatch, "VERSION_MISMATCH", StatusCode::kAborted,
     "The user is not at the expected version", false},
    {Reason::kVersionConflict, "VERSION_CONFLICT", StatusCode::kAborted,
     "Too many concurrent changes of this user", true},
    {Reason::kUserUnderAge, "USER_UNDER_AGE", StatusCode::kFailedPrecondition,
     "The user is below the partner's minimum age", false},
    {Reason::kUserClosed, "USER_CLOSED", StatusCode::kFailedPrecondition,
     "The user is closed", false},
    {Reason::kUserErased, "USER_ERASED", StatusCode::kNotFound,
     "The user was erased", false},
    {Reason::kUserOnHold, "USER_ON_HOLD", StatusCode::kFailedPrecondition,
     "The user is under legal hold; release it before erasing", false},
    {Reason::kTransitionNotAllowed, "TRANSITION_NOT_ALLOWED",
     StatusCode::kFailedPrecondition,
     "The user's status does not allow this change", false},
    {Reason::kPartnerSuspended, "PARTNER_SUSPENDED",
     StatusCode::kPermissionDenied, "The partner is suspended", false},
    {Reason::kTooManySecrets, "TOO_MANY_SECRETS",
     StatusCode::kFailedPrecondition,
     "The key already has two active secrets; revoke one first", false},
    {Reason::kLogForked, "LOG_FORKED", StatusCode::kFailedPrecondition,
     "The log was rolled back since; start over from a position", false},
    {Reason::kBackupFailed, "BACKUP_FAILED", StatusCode::kFailedPrecondition,
     "The backup could not be made", false},
    {Reason::kOverloaded, "OVERLOADED", StatusCode::kResourceExhausted,
     "The service is at its limit; retry later", true},
    {Reason::kShuttingDown, "SHUTTING_DOWN", StatusCode::kUnavailable,
     "The service is shutting down", true},
    {Reason::kClockUnsure, "CLOCK_UNSURE", StatusCode::kUnavailable,
     "The server's clock jumped; writes are stopped until it is right", true},
    {Reason::kDiskFull, "DISK_FULL", StatusCode::kUnavailable,
     "Too little free disk space; writes are refused", true},
    {Reason::kStoreFailed, "STORE_FAILED", StatusCode::kUnavailable,
     "The event store has stopped after an error", true},
    {Reason::kProjectionLagging, "PROJECTION_LAGGING", StatusCode::kUnavailable,
     "The requested position has not been reached in time", true},
    {Reason::kBackendUnavailable, "BACKEND_UNAVAILABLE",
     StatusCode::kUnavailable, "The user service cannot be reached", true},
    {Reason::kRecordTooLarge, "RECORD_TOO_LARGE", StatusCode::kInvalidArgument,
     "An event exceeds 64 KiB", false},
    {Reason::kDataCorrupted, "DATA_CORRUPTED", StatusCode::kDataLoss,
     "Stored data is damaged", false},
    {Reason::kInternal, "INTERNAL", StatusCode::kInternal,
     "An unexpected error occurred", false},
});

constexpr bool InEnumOrder() {
  for (size_t i = 0; i < kReasons.size(); ++i) {
    if (static_cast<size_t>(kReasons[i].reason) != i) return false;
  }
  return kReasons.size() == static_cast<size_t>(Reason::kInternal) + 1;
}
static_assert(InEnumOrder(), "one row per reason, in the enum's order");

}  // namespace

std::span<const ReasonInfo> AllReasons() { return kReasons; }

const ReasonInfo& InfoOf(Reason reason) {
  return kReasons[static_cast<size_t>(reason)];
}

std::optional<Reason> ReasonByName(std::string_view name) {
  for (const ReasonInfo& info : kReasons) {
    if (info.name == name) return info.reason;
  }
  return std::nullopt;
}

}  // namespace rollbook::base

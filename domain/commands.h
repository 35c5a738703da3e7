#ifndef ROLLBOOK_DOMAIN_COMMANDS_H_
#define ROLLBOOK_DOMAIN_COMMANDS_H_

#include <optional>
#include <variant>

#include "domain/email.h"
#include "domain/enums.h"
#include "domain/profile.h"
#include "domain/text.h"

// What can be asked of a user. Made of parsed values only.
namespace rollbook::domain {

struct CreateUser {
  Profile profile;  // the external id included
  // kPendingCompliance or kActive.
  UserStatus initial_status = UserStatus::kPendingCompliance;
};

struct UpdateUser {
  ProfilePatch patch;
};

enum class StatusAction {
  kApprove,
  kReject,
  kSuspend,
  kReactivate,
  kClose,
};

struct ChangeStatus {
  StatusAction action;
  Text reason;
};

struct RecordKycResult {
  KycStatus result;
  std::optional<Text> reason = std::nullopt;
};

struct VerifyEmail {
  // The address that was verified: refused when the user has another one by
  // now. Absent: whichever the user has.
  std::optional<Email> email = std::nullopt;
};

// Forgets the person, in whatever status.
struct EraseUser {
  std::string ticket;
  std::string reason_hash;
};

// Puts a user under legal hold, in whatever status.
struct HoldUser {
  Text reason;
};

struct ReleaseUser {
  std::optional<Text> reason = std::nullopt;
};

using Command =
    std::variant<CreateUser, UpdateUser, ChangeStatus, RecordKycResult,
                 VerifyEmail, EraseUser, HoldUser, ReleaseUser>;

}  // namespace rollbook::domain

#endif  // ROLLBOOK_DOMAIN_COMMANDS_H_

#include "domain/transitions.h"

namespace rollbook::domain {

std::optional<UserStatus> TargetOf(StatusAction action) {
  switch (action) {
    case StatusAction::kApprove:
    case StatusAction::kReactivate:
      return UserStatus::kActive;
    case StatusAction::kReject:
      return UserStatus::kRejected;
    case StatusAction::kSuspend:
      return UserStatus::kSuspended;
    case StatusAction::kClose:
      return UserStatus::kClosed;
  }
  return std::nullopt;
}

bool IsAllowed(UserStatus from, StatusAction action) {
  switch (action) {
    case StatusAction::kApprove:
      return from == UserStatus::kPendingCompliance ||
             from == UserStatus::kRejected;
    case StatusAction::kReject:
      return from == UserStatus::kPendingCompliance;
    case StatusAction::kSuspend:
      return from == UserStatus::kActive;
    case StatusAction::kReactivate:
      return from == UserStatus::kSuspended;
    case StatusAction::kClose:
      return from != UserStatus::kClosed;
  }
  return false;
}

}  // namespace rollbook::domain

#include "domain/enums.h"

namespace rollbook::domain {
namespace {

constexpr std::string_view kUnknown = "unknown";

}  // namespace

std::string_view Name(UserStatus status) {
  switch (status) {
    case UserStatus::kPendingCompliance:
      return "pending_compliance";
    case UserStatus::kActive:
      return "active";
    case UserStatus::kRejected:
      return "rejected";
    case UserStatus::kSuspended:
      return "suspended";
    case UserStatus::kClosed:
      return "closed";
  }
  return kUnknown;
}

std::string_view Name(KycStatus status) {
  switch (status) {
    case KycStatus::kPending:
      return "pending";
    case KycStatus::kPassed:
      return "passed";
    case KycStatus::kFailed:
      return "failed";
  }
  return kUnknown;
}

bool IsKnown(UserType type) {
  return type == UserType::kIndividual || type == UserType::kBusiness;
}

bool IsKnown(SignInMethod method) {
  return method == SignInMethod::kEmail ||
         method == SignInMethod::kPhoneNumber || method == SignInMethod::kNone;
}

bool IsKnown(UserStatus status) { return Name(status) != kUnknown; }

bool IsKnown(KycStatus status) { return Name(status) != kUnknown; }

}  // namespace rollbook::domain

#ifndef ROLLBOOK_DOMAIN_ENUMS_H_
#define ROLLBOOK_DOMAIN_ENUMS_H_

#include <string_view>

// The closed sets of the domain. The numbers of statuses are stored in events
// (storage.v1.StoredUserEvent) and must not change; UserType and SignInMethod
// are stored plus one.
namespace rollbook::domain {

enum class UserStatus : int {
  kPendingCompliance = 1,
  kActive = 2,
  kRejected = 3,
  kSuspended = 4,
  kClosed = 5,
};

enum class KycStatus : int {
  kPending = 1,
  kPassed = 2,
  kFailed = 3,
};

// An enum that came from outside may hold any number; ParseProfile refuses
// one that has no name here.
enum class UserType : int {
  kIndividual = 0,
  kBusiness = 1,
};

enum class SignInMethod : int {
  kEmail = 0,
  kPhoneNumber = 1,
  kNone = 2,
};

// "pending_compliance", "active", ...; "unknown" for a number without a name.
std::string_view Name(UserStatus status);
// "pending", "passed", "failed".
std::string_view Name(KycStatus status);

bool IsKnown(UserType type);
bool IsKnown(SignInMethod method);
bool IsKnown(UserStatus status);
bool IsKnown(KycStatus status);

}  // namespace rollbook::domain

#endif  // ROLLBOOK_DOMAIN_ENUMS_H_

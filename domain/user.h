#ifndef ROLLBOOK_DOMAIN_USER_H_
#define ROLLBOOK_DOMAIN_USER_H_

#include "domain/enums.h"
#include "domain/profile.h"

namespace rollbook::domain {

// The current state of one user: the fold of its events. Version and times are
// the store's and are joined outside. The default value is a user that does not
// exist yet. A value.
struct UserState {
  bool exists = false;
  // The last event was UserErased; everything else is as in a default state,
  // and every command is refused.
  bool erased = false;
  Profile profile;
  UserStatus status = UserStatus::kPendingCompliance;
  KycStatus kyc_status = KycStatus::kPending;
  bool email_verified = false;
  // The address in the profile is claimed as unique. Kept here, so that a later
  // change of policy neither leaks nor loses a claim.
  bool email_claimed = false;
  // The external id was claimed without regard to ASCII case.
  bool external_id_ignores_case = false;
  // Must not be erased.
  bool legal_hold = false;

  friend bool operator==(const UserState&, const UserState&) = default;
};

}  // namespace rollbook::domain

#endif  // ROLLBOOK_DOMAIN_USER_H_

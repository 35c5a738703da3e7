#ifndef ROLLBOOK_DOMAIN_DECIDE_H_
#define ROLLBOOK_DOMAIN_DECIDE_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "domain/commands.h"
#include "domain/events.h"
#include "domain/profile_rules.h"
#include "domain/user.h"

namespace rollbook::domain {

// What a decision needs from outside.
struct DecideContext {
  absl::CivilDay today;  // UTC
  ProfileRules rules = {};
};

// The events a command leads to. Pure and total: any state, any command. No
// event: there is nothing to change, as on the second time of any command but
// CreateUser.
//
// Errors, in this order:
//   USER_ERASED            the user was erased, whatever is asked
//   EXTERNAL_ID_TAKEN      CreateUser of a user that exists
//   USER_NOT_FOUND         any other command on a user that does not
//   USER_CLOSED            a closed user: all but ChangeStatus, EraseUser,
//                          HoldUser and ReleaseUser, even when nothing would
//                          change
//   USER_ON_HOLD           EraseUser of a user under legal hold
//   TRANSITION_NOT_ALLOWED metadata `from`, `to`: see below
//   INVALID_PROFILE        rules across fields, checked on the resulting
//                          profile when the command touches one of the fields
//   INVALID_ARGUMENT       an initial status, action or result that is none;
//                          VerifyEmail without, or for another, address
//   USER_UNDER_AGE         only when there is no violation
//
// Transitions (the status already held: no event; "-": not allowed):
//
//   from \ action        approve  reject    suspend    reactivate  close
//   pending_compliance   active   rejected  -          -           closed
//   active               (held)   -         suspended  (held)      closed
//   rejected             active   (held)    -          -           closed
//   suspended            -        -         (held)     active      closed
//   closed               -        -         -          -           (held)
absl::StatusOr<std::vector<Event>> Decide(const UserState& state,
                                          const Command& command,
                                          const DecideContext& context);

}  // namespace rollbook::domain

#endif  // ROLLBOOK_DOMAIN_DECIDE_H_

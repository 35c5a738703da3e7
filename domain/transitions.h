#ifndef ROLLBOOK_DOMAIN_TRANSITIONS_H_
#define ROLLBOOK_DOMAIN_TRANSITIONS_H_

#include <optional>

#include "domain/commands.h"
#include "domain/enums.h"

// The table of domain/decide.h in code; for decide.cc.
namespace rollbook::domain {

// The status an action leads to; nullopt for a number that is no action.
std::optional<UserStatus> TargetOf(StatusAction action);

// Whether the action may be applied to a user of this status that does not
// already have the target.
bool IsAllowed(UserStatus from, StatusAction action);

}  // namespace rollbook::domain

#endif  // ROLLBOOK_DOMAIN_TRANSITIONS_H_

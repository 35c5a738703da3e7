#ifndef ROLLBOOK_DOMAIN_EVOLVE_H_
#define ROLLBOOK_DOMAIN_EVOLVE_H_

#include <span>

#include "domain/events.h"
#include "domain/user.h"

namespace rollbook::domain {

// The state after an event. Pure and total: what happened is never questioned.
UserState Evolve(UserState state, const Event& event);

// The state after a history, from the beginning or from a snapshot.
UserState Fold(std::span<const Event> events, UserState state = {});

}  // namespace rollbook::domain

#endif  // ROLLBOOK_DOMAIN_EVOLVE_H_

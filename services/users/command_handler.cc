#include "services/users/command_handler.h"

#include <utility>

#include "base/error.h"
#include "base/status_macros.h"
#include "domain/decide.h"
#include "domain/evolve.h"
#include "services/timestamps.h"
#include "services/users/append_builder.h"
#include "services/users/command_run.h"
#include "services/users/user_mapper.h"

namespace rollbook::services {
namespace {

// EXTERNAL_ID_TAKEN or EMAIL_TAKEN when somebody else holds a claim to take.
absl::Status CheckClaims(const std::vector<eventstore::Claim>& claims,
                         const eventstore::TenantId& partner,
                         const eventstore::EventStore& store) {
  for (const eventstore::Claim& claim : claims) {
    if (claim.action != eventstore::Claim::Action::kTake) continue;
    ASSIGN_OR_RETURN(const auto holder,
                     store.FindClaim(partner, claim.kind, claim.value_hash));
    if (holder) return TakenError(claim);
  }
  return absl::OkStatus();
}

}  // namespace

CommandHandler::CommandHandler(const Dependencies& dependencies)
    : deps_(dependencies), reader_(deps_.store, deps_.vault) {}

CommandHandler::~CommandHandler() = default;

void CommandHandler::Run(Mutation mutation, Done done) {
  std::make_shared<CommandRun>(this, std::move(mutation), std::move(done))
      ->Start();
}

absl::StatusOr<user::v1::User> CommandHandler::Rehearse(
    const Mutation& mutation) const {
  LoadedUser user;
  if (mutation.address) {
    ASSIGN_OR_RETURN(user, reader_.Read(*mutation.address));
  } else {
    user.stream.tenant = mutation.partner;
  }
  if (mutation.expected_version && *mutation.expected_version != user.version) {
    return base::Error(base::Reason::kVersionMismatch,
                       {.violations = {},
                        .metadata = {{"current_version",
                                      std::to_string(user.version.value)}}});
  }
  ASSIGN_OR_RETURN(
      const auto events,
      domain::Decide(user.state, mutation.command,
                     {absl::ToCivilDay(deps_.clock->Now(), absl::UTCTimeZone()),
                      mutation.rules}));
  const domain::UserState after = domain::Fold(events, user.state);
  RETURN_IF_ERROR(CheckClaims(
      BuildClaims(mutation.partner, user.state, after, *deps_.vault),
      mutation.partner, *deps_.store));
  user::v1::User would_be = ToUser(user.stream, after);
  if (mutation.address) {
    SetTimestamp(user.created, would_be.mutable_create_time());
    SetVersion(user.version, user.updated, &would_be);
  }
  return would_be;
}

}  // namespace rollbook::services

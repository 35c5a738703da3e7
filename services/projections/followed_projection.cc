#include "services/projections/followed_projection.h"

#include "base/bytes.h"
#include "base/status_macros.h"

namespace rollbook::services {

absl::StatusOr<std::unique_ptr<FollowedProjection>> FollowedProjection::Start(
    eventstore::EventStore* log, eventstore::DerivedStore* derived,
    const base::Clock* clock, eventstore::ProjectionSpec spec,
    DescribeRow describe) {
  std::string name = spec.name;
  ASSIGN_OR_RETURN(auto host, eventstore::ProjectionHost::Start(
                                  log, derived, std::move(spec)));
  return std::unique_ptr<FollowedProjection>(new FollowedProjection(
      std::move(name), *derived, std::move(host), clock, std::move(describe)));
}

FollowedProjection::FollowedProjection(
    std::string name, const eventstore::DerivedStore& derived,
    std::unique_ptr<eventstore::ProjectionHost> host, const base::Clock* clock,
    DescribeRow describe)
    : name_(std::move(name)),
      derived_(derived),
      describe_(std::move(describe)),
      host_(std::move(host)),
      waiter_({.head = [this] { return position(); },
               .wait_for_head =
                   [this](eventstore::Position position,
                          absl::AnyInvocable<void()> wake) {
                     return host_->WaitForHead(position, std::move(wake));
                   },
               .cancel_wait = [this](uint64_t id) { host_->CancelWait(id); }},
              clock) {}

ProjectionRow UnknownRow(std::string_view key, std::string_view value) {
  return {{}, base::ToHex(key), base::ToHex(value)};
}

void PutText8(std::string& key, std::string_view text) {
  key.push_back(static_cast<char>(text.size()));
  key.append(text);
}

}  // namespace rollbook::services

#include "services/user_list_projection.h"

#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/status_macros.h"
#include "services/user_list_rows.h"

namespace rollbook::services {
namespace {

std::string WithNumber(std::string key, uint64_t number) {
  base::PutBigEndian64(key, number);
  return key;
}

}  // namespace

absl::StatusOr<std::unique_ptr<ProjectedUserList>> ProjectedUserList::Start(
    eventstore::EventStore* log, eventstore::DerivedStore* derived,
    const base::Clock* clock, uint32_t schema_version) {
  ASSIGN_OR_RETURN(auto projection,
                   FollowedProjection::Start(log, derived, clock,
                                             {.name = "user_list",
                                              .schema_version = schema_version,
                                              .make = MakeUserListProjection},
                                             DescribeUserListRow));
  return std::unique_ptr<ProjectedUserList>(
      new ProjectedUserList(std::move(projection)));
}

absl::StatusOr<UserList::Page> ProjectedUserList::List(
    const Query& query) const {
  const eventstore::ProjectionHost& host = projection_->host();
  const eventstore::ProjectionHost::Rows live = host.rows();
  Page page;
  // Before the rows: they may be fresher than it says, never staler.
  page.position = live.runner->progress().position;
  ASSIGN_OR_RETURN(page.degraded, host.Degraded(live, &query.partner));
  const bool by_status = live.schema_version != kUserListWithoutStatuses;
  const std::string prefix =
      live.prefix +
      UserListPrefix(query.partner, by_status ? query.status : std::nullopt);
  uint64_t last = 0;
  RETURN_IF_ERROR(projection_->derived().Scan(
      prefix, WithNumber(prefix, query.after + 1),
      [&](std::string_view key, std::string_view stream_id) {
        const uint64_t created_at =
            base::ByteReader(key.substr(prefix.size())).U64();
        if (created_at > query.last) return false;
        if (page.users.size() == query.max_users) {
          page.next_after = last;
          return false;
        }
        last = created_at;
        page.users.push_back({query.partner, std::string(stream_id)});
        return true;
      }));
  return page;
}

}  // namespace rollbook::services

#include "services/projections/user_list_projection.h"

#include <algorithm>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/status_macros.h"
#include "services/projections/user_list_rows.h"

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
  ASSIGN_OR_RETURN(auto projection, FollowedProjection::Start(
                                        log, derived, clock,
                                        {.name = "user_list",
                                         .schema_version = schema_version,
                                         .make =
                                             [log](uint32_t version) {
                                               return MakeUserListProjection(
                                                   log, version);
                                             }},
                                        DescribeUserListRow));
  return std::unique_ptr<ProjectedUserList>(
      new ProjectedUserList(std::move(projection)));
}

absl::StatusOr<UserList::Page> ProjectedUserList::List(
    const Query& query) const {
  const eventstore::ProjectionHost& host = projection_->host();
  const eventstore::ProjectionHost::Rows live = host.rows();
  Page page;
  std::vector<Listed> found;
  // Before the rows: they may be fresher than it says, never staler.
  page.position = live.runner->progress().position;
  ASSIGN_OR_RETURN(page.degraded, host.Degraded(live, &query.partner));
  for (const std::string& prefix :
       UserListPrefixes(live.schema_version, query.partner, query.status)) {
    RETURN_IF_ERROR(AddUsers(live.prefix + prefix, query, found));
  }
  std::ranges::sort(found);
  if (found.size() > query.max_users) {
    found.resize(query.max_users);
    page.next_after = found.back().created_at;
  }
  for (Listed& user : found) {
    page.users.push_back({query.partner, std::move(user.stream_id)});
  }
  return page;
}

absl::Status ProjectedUserList::AddUsers(const std::string& prefix,
                                         const Query& query,
                                         std::vector<Listed>& found) const {
  size_t added = 0;
  return projection_->derived().Scan(
      prefix, WithNumber(prefix, query.after + 1),
      [&](std::string_view key, std::string_view stream_id) {
        const uint64_t created_at =
            base::ByteReader(key.substr(prefix.size())).U64();
        // One more than the page has tells that there is another one.
        if (created_at > query.last || added > query.max_users) return false;
        found.push_back({created_at, std::string(stream_id)});
        ++added;
        return true;
      });
}

}  // namespace rollbook::services

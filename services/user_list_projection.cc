#include "services/user_list_projection.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.h"
#include "base/error.h"
#include "base/status_macros.h"
#include "eventstore/projection.h"
#include "services/user_stream.h"

namespace rollbook::services {
namespace {

using eventstore::StreamId;

constexpr std::string_view kName = "user_list";
// Rows: 'l', partner, creation position -> stream id. An erased user's row
// stays: it is an id, and who reads the list finds nobody behind it.
constexpr char kListRow = 'l';

std::string RowPrefix(const eventstore::TenantId& partner) {
  std::string key(1, kListRow);
  key.push_back(static_cast<char>(partner.value.size()));
  key.append(partner.value);
  return key;
}

std::string ListKey(const eventstore::TenantId& partner, uint64_t number) {
  std::string key = RowPrefix(partner);
  base::PutBigEndian64(key, number);
  return key;
}

class UserListProjection final : public eventstore::Projection {
 public:
  std::string_view name() const override { return kName; }
  uint32_t schema_version() const override { return kUserListSchemaVersion; }

  absl::Status Apply(const eventstore::Record& record,
                     eventstore::ProjectionRows& rows) override {
    if (!UserIdOf(record.stream)) return absl::OkStatus();
    if (record.type == "UserCreated") {
      rows.Put(ListKey(record.stream.tenant, record.position.number),
               record.stream.id);
    }
    return absl::OkStatus();
  }
};

}  // namespace

absl::StatusOr<std::unique_ptr<ProjectedUserList>> ProjectedUserList::Start(
    eventstore::EventStore* log, eventstore::DerivedStore* derived,
    const base::Clock* clock) {
  ASSIGN_OR_RETURN(auto host,
                   eventstore::ProjectionHost::Start(log, derived, [] {
                     return std::make_unique<UserListProjection>();
                   }));
  return std::unique_ptr<ProjectedUserList>(
      new ProjectedUserList(derived, std::move(host), clock));
}

ProjectedUserList::ProjectedUserList(
    eventstore::DerivedStore* derived,
    std::unique_ptr<eventstore::ProjectionHost> host, const base::Clock* clock)
    : derived_(derived),
      host_(std::move(host)),
      waiter_({.head = [this] { return position(); },
               .wait_for_head =
                   [this](eventstore::Position position,
                          absl::AnyInvocable<void()> wake) {
                     return host_->WaitForHead(position, std::move(wake));
                   },
               .cancel_wait = [this](uint64_t id) { host_->CancelWait(id); }},
              clock) {}

absl::StatusOr<UserList::Page> ProjectedUserList::List(
    const eventstore::TenantId& partner, uint64_t after,
    size_t max_users) const {
  Page page;
  // Before the rows: they may be fresher than it says, never staler.
  page.position = position();
  const eventstore::ProjectionHost::Rows live = host_->rows();
  const std::string& rows = live.prefix;
  const std::string prefix = rows + RowPrefix(partner);
  uint64_t last = 0;
  RETURN_IF_ERROR(
      derived_->Scan(prefix, rows + ListKey(partner, after + 1),
                     [&](std::string_view key, std::string_view stream_id) {
                       if (page.users.size() == max_users) {
                         page.next_after = last;
                         return false;
                       }
                       last = base::ByteReader(key.substr(prefix.size())).U64();
                       page.users.push_back({partner, std::string(stream_id)});
                       return true;
                     }));
  return page;
}

eventstore::Position ProjectedUserList::position() const {
  return host_->progress().position;
}

void ProjectedUserList::WaitFor(eventstore::Position position,
                                absl::Time deadline,
                                absl::AnyInvocable<void(absl::Status)> done) {
  waiter_.WaitFor(position, deadline, std::move(done));
}

}  // namespace rollbook::services

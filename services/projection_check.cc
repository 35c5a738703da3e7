#include "services/projection_check.h"

#include <algorithm>
#include <utility>

#include "base/status_macros.h"
#include "services/user_stream.h"

namespace rollbook::services {
namespace {

using eventstore::Position;
using eventstore::Record;

constexpr size_t kPageBytes = 4 << 20;

// Walks over the log up to a position, users' records only.
class LogCheck : public ProjectionCheck {
 public:
  LogCheck(const eventstore::EventStore* store, Position end)
      : store_(*store), end_(end) {}

  absl::Status Step(size_t max_records) override {
    ASSIGN_OR_RETURN(const auto records,
                     store_.ReadLog(at_, max_records, kPageBytes));
    done_ = records.empty();
    for (const Record& record : records) {
      if (record.position > end_) done_ = true;
      if (done()) return absl::OkStatus();
      at_ = record.position;
      ++checked_;
      if (UserIdOf(record.stream)) RETURN_IF_ERROR(Check(record));
    }
    done_ = done_ || at_ >= end_;
    return absl::OkStatus();
  }

 protected:
  virtual absl::Status Check(const Record& record) = 0;

  void Diverges(const Record& record, std::string what, std::string expected,
                std::string found) {
    divergence_ =
        Divergence{record.stream,    std::move(what), std::move(expected),
                   std::move(found), record.version,  record.position};
  }

  const eventstore::EventStore& store_;

 private:
  const Position end_;
  Position at_;
};

class UserListCheck final : public LogCheck {
 public:
  UserListCheck(const eventstore::EventStore* store, const UserList* list)
      : LogCheck(store, std::min(store->Head(), list->position())),
        list_(*list) {}

 private:
  absl::Status Check(const Record& record) override {
    if (record.version.value != 1) return absl::OkStatus();
    ASSIGN_OR_RETURN(
        const UserList::Page page,
        list_.List(record.stream.tenant, record.position.number - 1, 1));
    if (page.users.empty() || page.users[0] != record.stream) {
      Diverges(record, "missing", "a row", "none");
    }
    return absl::OkStatus();
  }

  const UserList& list_;
};

}  // namespace

std::unique_ptr<ProjectionCheck> CheckUserList(
    const eventstore::EventStore* store, const UserList* list) {
  return std::make_unique<UserListCheck>(store, list);
}

}  // namespace rollbook::services

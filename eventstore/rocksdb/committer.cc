#include "eventstore/rocksdb/committer.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/status_macros.h"

namespace rollbook::eventstore {

Committer::Committer(Parts parts, const LogEnd& end, const Expiry& expiry,
                     RecentRows::Limits recent, size_t max_group_appends)
    : parts_(std::move(parts)),
      max_group_appends_(max_group_appends),
      end_(end),
      expiry_(expiry),
      recent_(recent, /*last_group=*/0),
      sink_(parts_.database),
      head_(end.head.number),
      last_time_(end.time),
      durable_end_(end),
      thread_([this] { Run(); }) {}

Committer::~Committer() {
  {
    base::MutexLock lock(queue_mutex_);
    stopping_ = true;
  }
  wake_.NotifyOne();
  thread_.join();
}

void Committer::Submit(std::unique_ptr<PendingAppend> append) {
  bool wake = false;
  {
    base::MutexLock lock(queue_mutex_);
    queue_.push_back(std::move(append));
    wake = waiting_;
  }
  if (wake) wake_.NotifyOne();
}

LogEnd Committer::durable_end() const {
  base::MutexLock lock(end_mutex_);
  return durable_end_;
}

Committer::Counters Committer::counters() const {
  base::MutexLock lock(end_mutex_);
  return counters_;
}

void Committer::Run() {
  PendingAppends taken;
  while (Take(taken)) {
    Pendings rest(taken);
    while (!rest.empty()) {
      const size_t size = std::min(rest.size(), max_group_appends_);
      CommitGroup(rest.first(size));
      rest = rest.subspan(size);
    }
    taken.clear();
  }
}

bool Committer::Take(PendingAppends& taken) {
  base::MutexLock lock(queue_mutex_);
  while (queue_.empty() && !stopping_) {
    waiting_ = true;
    wake_.Wait(queue_mutex_);
  }
  waiting_ = false;
  taken.swap(queue_);
  return !taken.empty();
}

void Committer::CommitGroup(Pendings appends) {
  if (const absl::Status failed = parts_.failure.status(); !failed.ok()) {
    return Refuse(appends, failed);
  }
  const absl::StatusOr<Micros> now = parts_.clock.Now();
  if (!now.ok()) return Refuse(appends, now.status());

  Completer::Group group;
  group.appends.reserve(appends.size());
  absl::Status committed = Decide(appends, *now, group.appends);
  if (committed.ok() && !sink_.empty()) {
    expiry_.AddTo(sink_, *now);
    committed = Write(group.appends.size(), group);
  }
  sink_.Clear();
  if (!committed.ok()) {
    // What was decided was never made durable: nobody may hear of it.
    parts_.failure.Fail(committed);
    committed = parts_.failure.status();
    return Refuse(group.appends, committed);
  }
  group.head = head();
  if (!group.appends.empty()) parts_.completer.Push(std::move(group));
}

absl::Status Committer::Decide(Pendings appends, Micros now,
                               PendingAppends& decided) {
  recent_.BeginGroup(committed_group() + 1);
  GroupContext context{now, end_, recent_, sink_};
  changed_.clear();
  absl::Status result;
  for (std::unique_ptr<PendingAppend>& pending : appends) {
    if (!IsLookUpFresh(pending->append, now)) {
      parts_.look_up_again(std::move(pending));
      continue;
    }
    pending->outcome = Commit(pending->append, context);
    result.Update(pending->outcome.status());
    if (pending->outcome.ok() &&
        std::holds_alternative<Appended>(*pending->outcome) &&
        ChangesAStream(pending->append)) {
      changed_.push_back(&pending->append.stream);
    }
    decided.push_back(std::move(pending));
  }
  return result;
}

bool Committer::IsLookUpFresh(const PreparedAppend& append, Micros now) const {
  // Answers of a day that began after the look-up are all recent.
  const uint32_t day = DayOf(now);
  return recent_.CoversSince(append.seen_group) &&
         (day == append.seen_day || day == append.seen_day + 1);
}

absl::Status Committer::Write(size_t appends, Completer::Group& group) {
  const auto started = std::chrono::steady_clock::now();
  RETURN_IF_ERROR(parts_.observer.Around(
      changed_, [this] { return parts_.database.Write(sink_.batch()); }));
  group.observation = CommitObservation{
      appends, absl::FromChrono(std::chrono::steady_clock::now() - started)};
  Publish(appends);
  return absl::OkStatus();
}

void Committer::Publish(size_t appends) {
  {
    base::MutexLock lock(end_mutex_);
    counters_.appends += appends;
    counters_.events += end_.head.number - durable_end_.head.number;
    ++counters_.groups;
    durable_end_ = end_;
  }
  head_.store(end_.head.number, std::memory_order_release);
  last_time_.store(end_.time, std::memory_order_release);
  // Last: who notes the group also sees its head and time.
  committed_group_.fetch_add(1, std::memory_order_release);
}

void Committer::Refuse(Pendings appends, const absl::Status& why) {
  if (appends.empty()) return;
  Completer::Group group;
  group.head = head();
  for (std::unique_ptr<PendingAppend>& pending : appends) {
    pending->outcome = why;
    group.appends.push_back(std::move(pending));
  }
  parts_.completer.Push(std::move(group));
}

}  // namespace rollbook::eventstore

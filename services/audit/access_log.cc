#include "services/audit/access_log.h"

#include <algorithm>
#include <future>
#include <utility>
#include <variant>

#include "base/error.h"
#include "base/status_macros.h"
#include "rollbook/storage/v1/user_payload.pb.h"

namespace rollbook::services {
namespace {

// Another writer of the stream would be another process on the same store.
constexpr int kMaxAttempts = 3;

eventstore::NewEvent ToEvent(const AccessLog::Entry& entry) {
  storage::v1::EventMetadata metadata;
  metadata.set_actor(entry.actor);
  return {.type = std::string(entry.type),
          .schema_version = 1,
          .metadata = metadata.SerializeAsString(),
          .clear_payload = entry.event.SerializeAsString(),
          .sealed_payload = {}};
}

}  // namespace

eventstore::StreamId AccessStream() {
  return {{std::string(kAccessTenant)}, std::string(kAccessStreamId)};
}

AccessLog::AccessLog(eventstore::EventStore* store)
    : store_(*store), thread_([this] { Run(); }) {}

AccessLog::~AccessLog() {
  {
    base::MutexLock lock(mutex_);
    stopping_ = true;
    wake_.NotifyOne();
  }
  thread_.join();
}

void AccessLog::Write(Entry entry, Done done) {
  {
    base::MutexLock lock(mutex_);
    if (waiting_.size() < kMaxWaiting && !stopping_) {
      waiting_.push_back({std::move(entry), std::move(done)});
      wake_.NotifyOne();
      return;
    }
  }
  std::move(done)(base::Error(base::Reason::kOverloaded));
}

absl::Status AccessLog::WriteAndWait(Entry entry) {
  std::promise<absl::Status> written;
  Write(std::move(entry), [&written](absl::Status status) {
    written.set_value(std::move(status));
  });
  return written.get_future().get();
}

void AccessLog::Run() {
  for (;;) {
    std::deque<Waiting> taken;
    {
      base::MutexLock lock(mutex_);
      while (waiting_.empty() && !stopping_) wake_.Wait(mutex_);
      if (waiting_.empty()) return;
      const size_t count =
          std::min(waiting_.size(), eventstore::kMaxEventsPerAppend);
      for (size_t i = 0; i < count; ++i) {
        taken.push_back(std::move(waiting_.front()));
        waiting_.pop_front();
      }
    }
    const absl::Status status = Append(taken);
    for (Waiting& one : taken) std::move(one.done)(status);
  }
}

absl::Status AccessLog::Append(const std::deque<Waiting>& taken) {
  for (int attempt = 0; attempt < kMaxAttempts; ++attempt) {
    eventstore::AppendRequest request;
    request.stream = AccessStream();
    request.expected_version = version_;
    for (const Waiting& one : taken) {
      request.events.push_back(ToEvent(one.entry));
    }
    request.snapshot = eventstore::NewSnapshot{};
    ASSIGN_OR_RETURN(const eventstore::AppendOutcome outcome,
                     store_.AppendAndWait(std::move(request)));
    if (const auto* appended = std::get_if<eventstore::Appended>(&outcome)) {
      version_ = appended->version;
      return absl::OkStatus();
    }
    // As at the first append of a process.
    if (const auto* mismatch =
            std::get_if<eventstore::VersionMismatch>(&outcome)) {
      version_ = mismatch->current;
    }
  }
  return base::Error(base::Reason::kVersionConflict);
}

}  // namespace rollbook::services

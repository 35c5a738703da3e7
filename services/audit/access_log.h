#ifndef ROLLBOOK_SERVICES_AUDIT_ACCESS_LOG_H_
#define ROLLBOOK_SERVICES_AUDIT_ACCESS_LOG_H_

#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "base/mutex.h"
#include "eventstore/event_store.h"
#include "rollbook/audit/v1/access.pb.h"

namespace rollbook::services {

// The stream of accesses: who read the history, kept in the log itself
// (docs/access.md). Its tenant begins with '$', so no partner's filter shows
// it.
inline constexpr std::string_view kAccessTenant = "$system";
inline constexpr std::string_view kAccessStreamId = "access";
eventstore::StreamId AccessStream();

// What begins, goes on and ends an access; the types of the events.
inline constexpr std::string_view kAccessOpened = "AccessOpened";
inline constexpr std::string_view kAccessContinued = "AccessContinued";
inline constexpr std::string_view kAccessClosed = "AccessClosed";

// Writes the stream of accesses, many events to one append when many wait, on
// a thread of its own. Thread-safe.
class AccessLog {
 public:
  // Events that may wait; further ones are refused (OVERLOADED).
  static constexpr size_t kMaxWaiting = 16384;

  struct Entry {
    std::string_view type;  // one of the three above
    std::string actor;
    audit::v1::AccessEvent event;
  };
  using Done = absl::AnyInvocable<void(absl::Status)>;

  // The store must outlive it.
  explicit AccessLog(eventstore::EventStore* store);
  // Writes what waits.
  ~AccessLog();

  // `done` runs once, when the event is durable or cannot be, on the log's own
  // thread or this one; it must not block. Errors: the store's, OVERLOADED.
  void Write(Entry entry, Done done);
  // The same, waiting for it.
  absl::Status WriteAndWait(Entry entry);

 private:
  struct Waiting {
    Entry entry;
    Done done;
  };

  void Run();
  absl::Status Append(const std::deque<Waiting>& taken);

  eventstore::EventStore& store_;
  // Of the stream; of the log's thread only.
  eventstore::Version version_;
  base::Mutex mutex_;
  base::CondVar wake_;
  std::deque<Waiting> waiting_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_AUDIT_ACCESS_LOG_H_

#ifndef ROLLBOOK_SERVICES_RPC_HEAD_WAIT_H_
#define ROLLBOOK_SERVICES_RPC_HEAD_WAIT_H_

#include <atomic>
#include <cstdint>
#include <utility>

#include "absl/functional/any_invocable.h"
#include "eventstore/event_store.h"

namespace rollbook::services {

// One wait at a time for the log's head. Start from one thread, Stop from any
// but that of `wake`.
class HeadWait {
 public:
  explicit HeadWait(eventstore::EventStore* store) : store_(*store) {}

  void Start(eventstore::Position position, absl::AnyInvocable<void()> wake) {
    id_ = store_.WaitForHead(position, std::move(wake));
  }
  void Stop() {
    if (const uint64_t id = id_.exchange(0); id != 0) store_.CancelWait(id);
  }

 private:
  eventstore::EventStore& store_;
  std::atomic<uint64_t> id_{0};
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_RPC_HEAD_WAIT_H_

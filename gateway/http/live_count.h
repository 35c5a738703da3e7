#ifndef ROLLBOOK_GATEWAY_HTTP_LIVE_COUNT_H_
#define ROLLBOOK_GATEWAY_HTTP_LIVE_COUNT_H_

#include <cstddef>

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"
#include "base/mutex.h"

namespace rollbook::gateway::http {

// How many things (connections, a listener) are alive. Thread-safe.
class LiveCount {
 public:
  // Returns the count, the newcomer included.
  size_t Enter();
  void Leave();

  // False when `timeout` passed before the count was 0.
  bool WaitUntilNone(absl::Duration timeout);

 private:
  base::Mutex mutex_;
  base::CondVar none_;
  size_t count_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace rollbook::gateway::http

#endif  // ROLLBOOK_GATEWAY_HTTP_LIVE_COUNT_H_

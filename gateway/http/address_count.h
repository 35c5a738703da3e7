#ifndef ROLLBOOK_GATEWAY_HTTP_ADDRESS_COUNT_H_
#define ROLLBOOK_GATEWAY_HTTP_ADDRESS_COUNT_H_

#include <cstddef>
#include <string>
#include <unordered_map>

#include "absl/base/thread_annotations.h"
#include "base/mutex.h"

namespace rollbook::gateway::http {

// How many connections each client has. Holds only those that have one.
// Thread-safe.
class AddressCount {
 public:
  // Returns the client's count, the newcomer included.
  size_t Enter(const std::string& client) {
    base::MutexLock lock(mutex_);
    return ++counts_[client];
  }

  void Leave(const std::string& client) {
    base::MutexLock lock(mutex_);
    const auto found = counts_.find(client);
    if (found != counts_.end() && --found->second == 0) counts_.erase(found);
  }

 private:
  base::Mutex mutex_;
  std::unordered_map<std::string, size_t> counts_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace rollbook::gateway::http

#endif  // ROLLBOOK_GATEWAY_HTTP_ADDRESS_COUNT_H_

#ifndef ROLLBOOK_GATEWAY_OBSERVER_H_
#define ROLLBOOK_GATEWAY_OBSERVER_H_

#include <string_view>

#include "absl/time/time.h"

namespace rollbook::gateway {

// What is to be counted of one answered request. No field comes from the
// client unchecked: as labels they stay few.
struct RequestRecord {
  std::string_view contract;
  std::string_view route;   // its template, or "none"
  std::string_view method;  // "OTHER" when the route is "none"
  int status = 0;
  absl::Duration duration;
  std::string_view auth_failure;  // why a 401 was one; empty otherwise
};

// Counts requests: rate, errors and duration by route. Thread-safe, does not
// block.
class Observer {
 public:
  virtual ~Observer() = default;
  virtual void OnRequest(const RequestRecord& record) = 0;
};

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_OBSERVER_H_

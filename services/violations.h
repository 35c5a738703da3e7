#ifndef ROLLBOOK_SERVICES_VIOLATIONS_H_
#define ROLLBOOK_SERVICES_VIOLATIONS_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "base/error.h"

namespace rollbook::services {

// Collects what is wrong with a request itself (its ids, its mask), so that a
// caller learns all of it at once. Not thread-safe.
class Violations {
 public:
  void Add(std::string field, std::string code, std::string message) {
    list_.push_back({std::move(field), std::move(code), std::move(message)});
  }

  // OK when nothing was added, else INVALID_ARGUMENT with all of them.
  absl::Status status() const {
    if (list_.empty()) return absl::OkStatus();
    return base::Error(base::Reason::kInvalidArgument, {list_, {}});
  }

 private:
  std::vector<base::FieldViolation> list_;
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_VIOLATIONS_H_

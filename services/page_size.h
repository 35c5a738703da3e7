#ifndef ROLLBOOK_SERVICES_PAGE_SIZE_H_
#define ROLLBOOK_SERVICES_PAGE_SIZE_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "services/violations.h"

namespace rollbook::services {

inline constexpr int32_t kDefaultPageSize = 100;
inline constexpr int32_t kMaxPageSize = 1000;

// How many a page of a list has when so many are asked for (AIP-158): 0 leaves
// it to the service, and more than the limit are the limit.
inline size_t PageSizeFor(int32_t wanted, Violations& violations) {
  if (wanted < 0) {
    violations.Add("page_size", "RANGE", "Must not be negative");
    return 0;
  }
  return static_cast<size_t>(wanted == 0 ? kDefaultPageSize
                                         : std::min(wanted, kMaxPageSize));
}

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_PAGE_SIZE_H_

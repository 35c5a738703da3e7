#ifndef ROLLBOOK_TESTS_BENCH_FILL_STORE_H_
#define ROLLBOOK_TESTS_BENCH_FILL_STORE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/ids.h"

namespace rollbook::bench {

// Where a store is filled, and with how much. Users differ in their external
// ids and e-mail addresses.
struct FillOptions {
  std::string target;  // "127.0.0.1:7443"
  std::string partner_id;
  uint64_t users = 0;
  size_t channels = 2;
  // UpdateUser calls under way.
  size_t in_flight = 512;
  // Told now and then, from any thread: what is done of `users`.
  std::function<void(uint64_t done)> progress;
};

// Creates them through as many ImportUsers streams as there are channels;
// their ids.
absl::StatusOr<std::vector<base::UuidBytes>> ImportUsers(
    const FillOptions& options);

// Changes each of them once, in an order in which nobody comes soon after
// those who were created with him. Another `pass` changes them again.
absl::Status UpdateUsers(const FillOptions& options,
                         const std::vector<base::UuidBytes>& ids, int pass);

}  // namespace rollbook::bench

#endif  // ROLLBOOK_TESTS_BENCH_FILL_STORE_H_

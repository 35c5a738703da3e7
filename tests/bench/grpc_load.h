#ifndef ROLLBOOK_TESTS_BENCH_GRPC_LOAD_H_
#define ROLLBOOK_TESTS_BENCH_GRPC_LOAD_H_

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "tests/bench/latency.h"

namespace rollbook::bench {

struct GrpcLoadOptions {
  std::string target;  // "127.0.0.1:7443"
  std::string partner_id;
  size_t in_flight = 256;
  size_t channels = 2;
  absl::Duration duration = absl::Seconds(5);
};

// Keeps `in_flight` CreateUser calls under way, each with a user of its own.
// Fills `created` with the ids when it is not nullptr.
LoadResult RunCreateUsers(const GrpcLoadOptions& options,
                          std::vector<std::string>* created);

// The same with GetUser over users that are told by their number.
LoadResult RunGetUsers(const GrpcLoadOptions& options, size_t users,
                       const std::function<std::string(size_t)>& id_of);
LoadResult RunGetUsers(const GrpcLoadOptions& options,
                       const std::vector<std::string>& user_ids);

}  // namespace rollbook::bench

#endif  // ROLLBOOK_TESTS_BENCH_GRPC_LOAD_H_

#ifndef ROLLBOOK_TESTS_BENCH_HTTP_LOAD_H_
#define ROLLBOOK_TESTS_BENCH_HTTP_LOAD_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include "absl/time/time.h"
#include "tests/bench/latency.h"

namespace rollbook::bench {

struct HttpLoadOptions {
  uint16_t port = 0;  // on 127.0.0.1
  // Where the connections come from; all of 127.0.0.0/8 is this machine.
  std::string source = "127.0.0.1";
  size_t connections = 64;
  absl::Duration duration = absl::Seconds(5);
  int expected_status = 201;
  // So many requests a second over all connections, whether answers come or
  // not, and latencies from the moment a request was due. 0: each connection
  // sends the next request as soon as it has its answer.
  double rate = 0;
};

// The bytes of the next request; called on one thread.
using NextRequest = std::function<std::string()>;

// Sends requests over keep-alive connections, one at a time on each.
LoadResult RunHttpLoad(const HttpLoadOptions& options, const NextRequest& next);

}  // namespace rollbook::bench

#endif  // ROLLBOOK_TESTS_BENCH_HTTP_LOAD_H_

#ifndef ROLLBOOK_TESTS_BENCH_HTTP_LOAD_H_
#define ROLLBOOK_TESTS_BENCH_HTTP_LOAD_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/time/time.h"
#include "tests/bench/latency.h"

namespace rollbook::bench {

struct HttpLoadOptions {
  uint16_t port = 0;  // on 127.0.0.1
  size_t connections = 64;
  absl::Duration duration = absl::Seconds(5);
  int expected_status = 201;
  // Signed creates when set; without them the same request goes out unsigned,
  // which is enough for a server that answers everything alike.
  std::string api_key;
  std::string hmac_secret;
};

// Keeps one boca-raton create under way on each connection (keep-alive), each
// with a body and a signature of its own.
LoadResult RunHttpCreates(const HttpLoadOptions& options);

}  // namespace rollbook::bench

#endif  // ROLLBOOK_TESTS_BENCH_HTTP_LOAD_H_

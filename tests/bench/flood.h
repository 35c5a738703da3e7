#ifndef ROLLBOOK_TESTS_BENCH_FLOOD_H_
#define ROLLBOOK_TESTS_BENCH_FLOOD_H_

#include <functional>

#include "tests/bench/http_load.h"
#include "tests/bench/series.h"

namespace rollbook::bench {

// A partner's good traffic alone, and the same while somebody at another
// address sends bad signatures as fast as they are answered. The good traffic
// comes at a fixed rate: on a machine that generates both loads itself, two
// loads without a pause would measure each other.
class Flood {
 public:
  // `server` is the process that listens on `good.port`.
  Flood(pid_t server, HttpLoadOptions good, NextRequest good_request,
        NextRequest bad_request);

  // One round of each. `rate`: requests a second of the good traffic.
  void Measure(double rate);

  // What came, and "rate_to_alone": how much of the good traffic's rate is
  // left.
  Json ToJson() const;

 private:
  HttpLoadOptions good_;
  HttpLoadOptions bad_;
  const NextRequest good_request_;
  const NextRequest bad_request_;
  Series alone_;
  Series under_flood_;
  std::vector<double> refused_per_s_;
};

}  // namespace rollbook::bench

#endif  // ROLLBOOK_TESTS_BENCH_FLOOD_H_

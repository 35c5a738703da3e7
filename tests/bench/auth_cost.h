#ifndef ROLLBOOK_TESTS_BENCH_AUTH_COST_H_
#define ROLLBOOK_TESTS_BENCH_AUTH_COST_H_

#include "tests/bench/series.h"

namespace rollbook::bench {

// What authenticating one request takes of a processor, in microseconds, with
// the credential and the issuer's key in their caches: the stage of the
// gateway alone, in this process, on one thread. Medians of `rounds`.
//
//   hmac          a signed boca-raton create of 300 bytes
//   rs256         a wealthyhood create with a token that was never seen
//   rs256_again   the same token once more
Json MeasureAuthentication(int rounds);

}  // namespace rollbook::bench

#endif  // ROLLBOOK_TESTS_BENCH_AUTH_COST_H_

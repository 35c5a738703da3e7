#ifndef ROLLBOOK_TESTS_FUZZ_REQUIRE_H_
#define ROLLBOOK_TESTS_FUZZ_REQUIRE_H_

#include <cstdio>
#include <cstdlib>

namespace rollbook::fuzz {

// Ends the process when a property does not hold: that is how a fuzzer hears
// of it.
inline void Require(bool holds, const char* otherwise) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", otherwise);
  std::abort();
}

}  // namespace rollbook::fuzz

#endif  // ROLLBOOK_TESTS_FUZZ_REQUIRE_H_

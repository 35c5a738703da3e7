#ifndef ROLLBOOK_TESTS_BENCH_STORE_FLAGS_H_
#define ROLLBOOK_TESTS_BENCH_STORE_FLAGS_H_

#include <string>
#include <vector>

namespace rollbook::bench {

// What tests::Service makes small for tests, as large as rollbookd's own
// defaults: what is measured is what operators run.
inline std::vector<std::string> DefaultStoreFlags() {
  return {"--memtable_mb=64", "--block_cache_mb=512", "--user_cache_mb=256"};
}

}  // namespace rollbook::bench

#endif  // ROLLBOOK_TESTS_BENCH_STORE_FLAGS_H_

#ifndef ROLLBOOK_TESTS_E2E_RELOAD_LOG_H_
#define ROLLBOOK_TESTS_E2E_RELOAD_LOG_H_

#include <string>

#include "tests/e2e/end_to_end.h"

namespace rollbook::tests {

// Waits until `what` has been read anew `count` times; the last one's line.
inline std::string ReloadLine(const Service& service, const std::string& what,
                              int count) {
  std::string line;
  EXPECT_TRUE(Eventually([&] {
    int seen = 0;
    for (const Json& entry : ParseJsonLines(service.Log())) {
      if (entry.value("event", "") != "reloaded" ||
          entry.value("what", "") != what) {
        continue;
      }
      line = entry.dump();
      ++seen;
    }
    return seen == count;
  }));
  return line;
}

}  // namespace rollbook::tests

#endif  // ROLLBOOK_TESTS_E2E_RELOAD_LOG_H_

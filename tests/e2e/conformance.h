#ifndef ROLLBOOK_TESTS_E2E_CONFORMANCE_H_
#define ROLLBOOK_TESTS_E2E_CONFORMANCE_H_

#include <string>
#include <vector>

#include "tests/e2e/end_to_end.h"

namespace rollbook::tests {

// One request of a contract, and what the contract says to it.
struct ConformanceRow {
  std::string what;
  HttpCall call;
  int status = 0;
  // JSON; a string "*" in it stands for any text that is not empty.
  std::string answer = {};
  // Header fields that have to be there with these values.
  HeaderList headers = {};
};

// Whether `answer` has exactly the members of `expected`, in their order, with
// their values.
testing::AssertionResult IsAnswer(const std::string& answer,
                                  const std::string& expected);

// What every answer of every contract has.
void ExpectCommonHeaders(const HttpAnswer& answer);

// One test for a contract on both arrangements: its rows, over one connection
// each.
class Conformance : public EndToEnd {
 protected:
  using EndToEnd::EndToEnd;

  void ExpectRows(const std::vector<ConformanceRow>& rows) const;

  // Registers a partner of a contract with bearer keys; its key.
  std::string NewApiKey(const std::string& partner, const std::string& contract,
                        const std::vector<std::string>& flags = {}) const;

  // The answers to `make(i)` for i below `count`, sent at the same moment.
  template <typename Make>
  std::vector<HttpAnswer> SendTogether(int count, const Make& make) const {
    std::vector<HttpCall> calls;
    for (int i = 0; i < count; ++i) calls.push_back(make(i));
    return SendAllAtOnce(calls);
  }

 private:
  std::vector<HttpAnswer> SendAllAtOnce(
      const std::vector<HttpCall>& calls) const;
};

}  // namespace rollbook::tests

#endif  // ROLLBOOK_TESTS_E2E_CONFORMANCE_H_

#include "tests/e2e/conformance.h"

#include <atomic>
#include <thread>

namespace rollbook::tests {
namespace {

// Puts "*" into `actual` wherever `expected` has it over a text.
void Blur(const Json& expected, Json& actual) {
  if (expected == "*" && actual.is_string() && actual != "") {
    actual = "*";
  } else if (expected.is_object() && actual.is_object()) {
    for (const auto& [name, value] : expected.items()) {
      if (actual.contains(name)) Blur(value, actual[name]);
    }
  } else if (expected.is_array() && actual.is_array()) {
    for (size_t i = 0; i < expected.size() && i < actual.size(); ++i) {
      Blur(expected[i], actual[i]);
    }
  }
}

}  // namespace

testing::AssertionResult IsAnswer(const std::string& answer,
                                  const std::string& expected) {
  const Json wanted = ParseJson(expected);
  Json actual = ParseJson(answer);
  Blur(wanted, actual);
  if (actual.dump() == wanted.dump()) return testing::AssertionSuccess();
  return testing::AssertionFailure() << answer << "\nis not " << expected;
}

void ExpectCommonHeaders(const HttpAnswer& answer) {
  EXPECT_EQ(answer.Header("Content-Type"), "application/json");
  EXPECT_EQ(answer.Header("Cache-Control"), "no-store");
  EXPECT_EQ(answer.Header("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(answer.Header("X-Request-Id").size(), 40u);
  EXPECT_TRUE(answer.Has("Date"));
  EXPECT_FALSE(answer.Has("Access-Control-Allow-Origin"));
  EXPECT_TRUE(answer.status != 401 || answer.Has("WWW-Authenticate"));
  EXPECT_TRUE(answer.status != 503 || answer.Has("Retry-After"));
}

void Conformance::ExpectRows(const std::vector<ConformanceRow>& rows) const {
  for (const ConformanceRow& row : rows) {
    SCOPED_TRACE(row.what);
    const HttpAnswer answer = SendAsIs(row.call);
    EXPECT_EQ(answer.status, row.status) << answer.body;
    EXPECT_TRUE(IsAnswer(answer.body, row.answer));
    ExpectCommonHeaders(answer);
    for (const auto& [name, value] : row.headers) {
      EXPECT_EQ(answer.Header(name), value) << name;
    }
  }
}

std::string Conformance::NewApiKey(
    const std::string& partner, const std::string& contract,
    const std::vector<std::string>& flags) const {
  std::vector<std::string> arguments = {"partner", "create",     "--id",
                                        partner,   "--contract", contract};
  arguments.insert(arguments.end(), flags.begin(), flags.end());
  const Json made = Cli(arguments);
  EXPECT_EQ(made.size(), 2u) << made;
  EXPECT_EQ(made.value("partnerId", ""), partner);
  return made.value("apiKey", "");
}

std::vector<HttpAnswer> Conformance::SendAllAtOnce(
    const std::vector<HttpCall>& calls) const {
  std::vector<HttpAnswer> answers(calls.size());
  std::vector<std::thread> threads;
  std::atomic<size_t> ready = 0;
  for (size_t i = 0; i < calls.size(); ++i) {
    threads.emplace_back([&, i] {
      ++ready;
      while (ready < calls.size()) std::this_thread::yield();
      answers[i] = SendAsIs(calls[i]);
    });
  }
  for (std::thread& thread : threads) thread.join();
  return answers;
}

}  // namespace rollbook::tests

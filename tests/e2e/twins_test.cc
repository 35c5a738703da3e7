// Requests that want the same thing at the same moment.

#include <atomic>
#include <map>
#include <set>
#include <thread>

#include "gmock/gmock.h"
#include "tests/e2e/end_to_end.h"

namespace rollbook::tests {
namespace {

constexpr int kTwins = 24;

class Twins : public EndToEnd {
 protected:
  // The answers to `make(i)` for every i, sent at the same moment.
  template <typename Make>
  std::vector<HttpAnswer> SendTogether(const Make& make) {
    std::vector<HttpAnswer> answers(kTwins);
    std::vector<std::thread> threads;
    threads.reserve(kTwins);
    std::atomic<int> ready = 0;
    for (int i = 0; i < kTwins; ++i) {
      threads.emplace_back([&, i] {
        const HttpCall call = Signed(make(i), acme_);
        ++ready;
        while (ready < kTwins) std::this_thread::yield();
        answers[static_cast<size_t>(i)] = SendAsIs(call);
      });
    }
    for (std::thread& thread : threads) thread.join();
    return answers;
  }

  static std::map<int, int> CountByStatus(
      const std::vector<HttpAnswer>& answers) {
    std::map<int, int> counts;
    for (const HttpAnswer& answer : answers) ++counts[answer.status];
    return counts;
  }
};

INSTANTIATE_TEST_SUITE_P(, Twins,
                         testing::Values(Arrangement::kInProcess,
                                         Arrangement::kSeparateGateway),
                         ArrangementName);

TEST_P(Twins, OneOfManyCreatesOfAnExternalIdWins) {
  for (const std::string id : {"a", "b", "c"}) {
    const auto answers = SendTogether([&](int i) {
      Json user = ExampleUser(id);
      user["firstName"] = "Jane " + std::to_string(i);
      return CreateCall(user);
    });
    EXPECT_EQ(CountByStatus(answers),
              (std::map<int, int>{{201, 1}, {409, kTwins - 1}}));
    for (const HttpAnswer& answer : answers) {
      if (answer.status == 201) continue;
      ExpectError(answer, 409, "conflict",
                  "A user with this externalId already exists");
    }
  }
}

TEST_P(Twins, OneIdempotencyKeyMakesOneUserAndOneAnswer) {
  const std::string key = NewUuidText();
  const auto answers = SendTogether([&](int) {
    HttpCall call = CreateCall(ExampleUser("42"));
    call.headers.emplace_back("Idempotency-Key", key);
    return call;
  });
  EXPECT_EQ(CountByStatus(answers), (std::map<int, int>{{201, kTwins}}));
  std::set<std::string> bodies;
  int replayed = 0;
  for (const HttpAnswer& answer : answers) {
    bodies.insert(answer.body);
    replayed += answer.Header("Idempotent-Replayed") == "true" ? 1 : 0;
  }
  EXPECT_EQ(bodies.size(), 1u);
  EXPECT_EQ(replayed, kTwins - 1);
  EXPECT_EQ(History(ParseJson(answers[0].body)["userId"]).size(), 1u);
}

TEST_P(Twins, OneIdempotencyKeyChangesAUserOnce) {
  ASSERT_EQ(Send(CreateCall(ExampleUser("42"))).status, 201);
  const std::string key = NewUuidText();
  const auto answers = SendTogether([&](int) {
    HttpCall call = PatchCall("42", {{"city", "Ottawa"}});
    call.headers.emplace_back("Idempotency-Key", key);
    return call;
  });
  EXPECT_EQ(CountByStatus(answers), (std::map<int, int>{{200, kTwins}}));
  for (const HttpAnswer& answer : answers) {
    EXPECT_EQ(answer.body, answers[0].body);
  }
  EXPECT_EQ(History(ParseJson(answers[0].body)["userId"]).size(), 2u);
}

TEST_P(Twins, ConcurrentChangesOfOneUserAreAllKept) {
  ASSERT_EQ(Send(CreateCall(ExampleUser("42"))).status, 201);
  const auto answers = SendTogether([&](int i) {
    return PatchCall("42", {{"city", "City " + std::to_string(i)}});
  });
  EXPECT_EQ(CountByStatus(answers), (std::map<int, int>{{200, kTwins}}));
  const auto events = History(ParseJson(answers[0].body)["userId"]);
  ASSERT_EQ(events.size(), static_cast<size_t>(kTwins) + 1);
  for (size_t i = 0; i < events.size(); ++i) {
    EXPECT_EQ(events[i].version(), i + 1);
  }
}

}  // namespace
}  // namespace rollbook::tests

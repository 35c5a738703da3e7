#include "gateway/auth/jwt/issuer_keys.h"

#include <memory>
#include <string>
#include <utility>

#include "base/fake_clock.h"
#include "gateway/auth/jwt/testing/test_key.h"
#include "gtest/gtest.h"

namespace rollbook::gateway::jwt {
namespace {

// What an URL answers with, and how often it was asked.
class FakeUrl {
 public:
  FetchText Fetcher() {
    return [this](const std::string&, const std::atomic<bool>& cancelled)
               -> absl::StatusOr<std::string> {
      base::MutexLock lock(mutex_);
      ++fetches_;
      changed_.NotifyAll();
      while (held_ && !cancelled) {
        changed_.WaitFor(mutex_, absl::Milliseconds(1));
      }
      return answer_;
    };
  }

  void Answer(absl::StatusOr<std::string> answer) {
    base::MutexLock lock(mutex_);
    answer_ = std::move(answer);
  }
  void Hold(bool held) {
    base::MutexLock lock(mutex_);
    held_ = held;
    changed_.NotifyAll();
  }
  int fetches() {
    base::MutexLock lock(mutex_);
    return fetches_;
  }
  void WaitForFetches(int count) {
    base::MutexLock lock(mutex_);
    while (fetches_ < count) changed_.Wait(mutex_);
  }

 private:
  base::Mutex mutex_;
  base::CondVar changed_;
  int fetches_ = 0;
  bool held_ = false;
  absl::StatusOr<std::string> answer_ = absl::UnavailableError("not set");
};

// Blocks until it is called.
class Call {
 public:
  absl::AnyInvocable<void()> Function() {
    return [this] {
      base::MutexLock lock(mutex_);
      called_ = true;
      changed_.NotifyAll();
    };
  }
  void Wait() {
    base::MutexLock lock(mutex_);
    while (!called_) changed_.Wait(mutex_);
  }

 private:
  base::Mutex mutex_;
  base::CondVar changed_;
  bool called_ = false;
};

class UrlKeysTest : public testing::Test {
 protected:
  UrlKeysTest() { url_.Answer(KeySet({old_.Jwk()})); }

  std::unique_ptr<UrlKeys> Start() {
    auto keys = std::make_unique<UrlKeys>(options_);
    keys->WaitForFirst();
    return keys;
  }
  // False when it was not allowed.
  static bool LookAgain(UrlKeys& keys) {
    Call call;
    if (!keys.LookAgain(call.Function())) return false;
    call.Wait();
    return true;
  }
  bool Knows(const IssuerKeys& keys, const TestKey& key,
             const std::string& id) const {
    const JwkSetPtr set = keys.current();
    return set != nullptr &&
           set->Verify(key.Sign(Algorithm::kEs256, nlohmann::json{{"a", 1}}),
                       id, Algorithm::kEs256) == JwkSet::Result::kGood;
  }

  const TestKey old_{"old", KeyKind::kP256};
  const TestKey new_{"new", KeyKind::kP256};
  FakeUrl url_;
  base::FakeClock clock_{absl::FromUnixSeconds(1'800'000'000)};
  UrlKeysOptions options_{.issuer = "i",
                          .url = "u",
                          .fetch = url_.Fetcher(),
                          .clock = &clock_,
                          .first = nullptr,
                          .interval = absl::Hours(1),
                          .retry_interval = absl::Hours(1)};
};

TEST_F(UrlKeysTest, HaveTheKeysOfTheFirstAnswer) {
  const auto keys = Start();
  EXPECT_TRUE(Knows(*keys, old_, "old"));
}

TEST_F(UrlKeysTest, HaveNoneWhileNobodyAnswers) {
  url_.Answer(absl::UnavailableError("down"));
  const auto keys = Start();
  EXPECT_EQ(keys->current(), nullptr);
}

TEST_F(UrlKeysTest, FindANewKeyWhenTheyLookAgain) {
  const auto keys = Start();
  url_.Answer(KeySet({old_.Jwk(), new_.Jwk()}));
  EXPECT_FALSE(Knows(*keys, new_, "new"));
  EXPECT_TRUE(LookAgain(*keys));
  EXPECT_TRUE(Knows(*keys, new_, "new"));
}

TEST_F(UrlKeysTest, LookThreeTimesAMinuteAtMost) {
  const auto keys = Start();
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(LookAgain(*keys));
  for (int i = 0; i < 100; ++i) EXPECT_FALSE(LookAgain(*keys));
  EXPECT_EQ(url_.fetches(), 4);
  clock_.Advance(absl::Seconds(59));
  EXPECT_FALSE(LookAgain(*keys));
  clock_.Advance(absl::Seconds(1));
  EXPECT_TRUE(LookAgain(*keys));
}

TEST_F(UrlKeysTest, KeepTheOldKeysWhenAFetchFails) {
  const auto keys = Start();
  url_.Answer(absl::UnavailableError("down"));
  EXPECT_TRUE(LookAgain(*keys));
  EXPECT_TRUE(Knows(*keys, old_, "old"));
  url_.Answer("<html>moved</html>");
  EXPECT_TRUE(LookAgain(*keys));
  EXPECT_TRUE(Knows(*keys, old_, "old"));
}

TEST_F(UrlKeysTest, BeginWithTheKeysOfBefore) {
  const JwkSetPtr before = Start()->current();
  url_.Answer(absl::UnavailableError("down"));
  options_.first = before;
  EXPECT_EQ(Start()->current(), before);
}

TEST_F(UrlKeysTest, AreFetchedWithoutAReasonNowAndThen) {
  options_.interval = absl::Milliseconds(1);
  const auto keys = Start();
  url_.WaitForFetches(3);
}

TEST_F(UrlKeysTest, AreTriedAgainAfterAFailure) {
  options_.retry_interval = absl::Milliseconds(1);
  url_.Answer(absl::UnavailableError("down"));
  const auto keys = Start();
  url_.WaitForFetches(3);
}

TEST_F(UrlKeysTest, TellWhatWaitsWhenTheyStop) {
  const auto keys = Start();
  url_.Hold(true);
  Call call;
  ASSERT_TRUE(keys->LookAgain(call.Function()));
  url_.WaitForFetches(2);
  keys->Stop();
  call.Wait();
  EXPECT_FALSE(keys->LookAgain([] {}));
}

TEST_F(UrlKeysTest, LetFewWait) {
  const auto keys = Start();
  url_.Hold(true);
  for (size_t i = 0; i < UrlKeys::kMaxWaiting; ++i) {
    ASSERT_TRUE(keys->LookAgain([] {}));
  }
  EXPECT_FALSE(keys->LookAgain([] {}));
  url_.Hold(false);
}

}  // namespace
}  // namespace rollbook::gateway::jwt

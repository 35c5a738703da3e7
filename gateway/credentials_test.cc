#include "gateway/credentials.h"

#include <memory>
#include <optional>
#include <string>

#include "gateway/testing/gateway_fixture.h"
#include "gtest/gtest.h"

namespace rollbook::gateway {
namespace {

class CredentialsTest : public testing::Test {
 protected:
  CredentialsTest() {
    AddKey("key", "acme");
    watch_ = backend_.WatchCredentials(credentials_);
  }

  void AddKey(const std::string& key, const std::string& partner) {
    backend_.keys[key].set_partner_id(partner);
    backend_.keys[key].set_contract("boca-raton");
  }

  absl::StatusOr<CredentialPtr> Resolve(const std::string& key) {
    absl::StatusOr<CredentialPtr> answer = absl::UnknownError("no answer");
    credentials_.Resolve(base::Sha256({key}), absl::InfiniteFuture(),
                         [&](absl::StatusOr<CredentialPtr> credential) {
                           answer = std::move(credential);
                         });
    return answer;
  }

  void Change(const std::string& partner) {
    v1::WatchCredentialsResponse change;
    change.set_changed_partner_id(partner);
    credentials_.OnChange(change);
  }

  base::FakeClock clock_{absl::FromUnixSeconds(1'800'000'000)};
  FakeUserBackend backend_;
  Credentials credentials_{
      backend_, clock_,
      [](const v1::Credential&) -> std::unique_ptr<const ContractPolicy> {
        return std::make_unique<ContractPolicy>();
      }};
  std::unique_ptr<UserBackend::Watch> watch_;
};

TEST_F(CredentialsTest, AsksTheBackendOncePerKey) {
  for (int i = 0; i < 3; ++i) {
    const auto credential = Resolve("key");
    ASSERT_TRUE(credential.ok());
    EXPECT_EQ((*credential)->record.partner_id(), "acme");
  }
  EXPECT_EQ(backend_.resolves, 1);
}

TEST_F(CredentialsTest, KeepsTheSecretsOutOfTheRecord) {
  backend_.keys["key"].add_hmac_secrets()->set_secret("one");
  backend_.keys["key"].add_hmac_secrets()->set_secret("two");
  const auto credential = Resolve("key");
  ASSERT_TRUE(credential.ok());
  EXPECT_EQ((*credential)->secrets.size(), 2u);
  EXPECT_EQ((*credential)->record.hmac_secrets_size(), 0);
}

TEST_F(CredentialsTest, RemembersAnUnknownKeyForAShortTime) {
  EXPECT_EQ(*Resolve("stranger"), nullptr);
  EXPECT_EQ(*Resolve("stranger"), nullptr);
  EXPECT_EQ(backend_.resolves, 1);
  clock_.Advance(Credentials::kUnknownFor + absl::Seconds(1));
  EXPECT_EQ(*Resolve("stranger"), nullptr);
  EXPECT_EQ(backend_.resolves, 2);
}

TEST_F(CredentialsTest, ForgetsAPartnerThatChanged) {
  AddKey("other", "umbrella");
  ASSERT_TRUE(Resolve("key").ok());
  ASSERT_TRUE(Resolve("other").ok());
  Change("acme");
  ASSERT_TRUE(Resolve("other").ok());
  EXPECT_EQ(backend_.resolves, 2);
  ASSERT_TRUE(Resolve("key").ok());
  EXPECT_EQ(backend_.resolves, 3);
}

TEST_F(CredentialsTest, LooksForAnUnknownKeyAgainAfterAnyChange) {
  EXPECT_EQ(*Resolve("new"), nullptr);
  AddKey("new", "newcomer");
  Change("newcomer");
  EXPECT_NE(*Resolve("new"), nullptr);
}

TEST_F(CredentialsTest, TakesAHeartbeatForNoChange) {
  ASSERT_TRUE(Resolve("key").ok());
  credentials_.OnChange({});
  ASSERT_TRUE(Resolve("key").ok());
  EXPECT_EQ(backend_.resolves, 1);
}

TEST_F(CredentialsTest, UsesButDoesNotKeepAnAnswerThatAChangeOvertook) {
  backend_.hold_resolves = true;
  std::optional<absl::StatusOr<CredentialPtr>> answer;
  credentials_.Resolve(base::Sha256({"key"}), absl::InfiniteFuture(),
                       [&](auto credential) { answer = credential; });
  Change("acme");
  backend_.AnswerHeld();
  ASSERT_TRUE(answer && answer->ok());
  EXPECT_EQ(credentials_.cached(), 0u);
}

TEST_F(CredentialsTest, LetsLookUpsOfOneKeyShareOneCall) {
  backend_.hold_resolves = true;
  int answers = 0;
  for (int i = 0; i < 3; ++i) {
    credentials_.Resolve(base::Sha256({"key"}), absl::InfiniteFuture(),
                         [&](auto credential) { answers += credential.ok(); });
  }
  EXPECT_EQ(backend_.resolves, 1);
  // After a drop nobody may be served with what was asked before it.
  credentials_.Drop(base::Sha256({"key"}));
  credentials_.Resolve(base::Sha256({"key"}), absl::InfiniteFuture(),
                       [&](auto credential) { answers += credential.ok(); });
  EXPECT_EQ(backend_.resolves, 2);
  backend_.AnswerHeld();
  EXPECT_EQ(answers, 4);
  EXPECT_EQ(credentials_.cached(), 1u);
}

TEST_F(CredentialsTest, TrustsTheCacheForHalfAMinuteWithoutTheWatch) {
  ASSERT_TRUE(Resolve("key").ok());
  credentials_.OnLost();
  clock_.Advance(Credentials::kTrustWithoutWatch);
  EXPECT_TRUE(Resolve("key").ok());
  EXPECT_EQ(backend_.resolves, 1);
  clock_.Advance(absl::Milliseconds(1));
  EXPECT_EQ(base::ReasonOf(Resolve("key").status()),
            base::Reason::kBackendUnavailable);
  // A second loss does not start the half minute anew.
  credentials_.OnLost();
  EXPECT_FALSE(Resolve("key").ok());
}

TEST_F(CredentialsTest, IsNotFooledByAWallClockThatJumps) {
  ASSERT_TRUE(Resolve("key").ok());
  credentials_.OnLost();
  clock_.SetWallClock(clock_.Now() + absl::Hours(1));
  EXPECT_TRUE(Resolve("key").ok());
  clock_.Advance(absl::Seconds(31));
  clock_.SetWallClock(clock_.Now() - absl::Hours(2));
  EXPECT_FALSE(Resolve("key").ok());
}

TEST_F(CredentialsTest, StartsEmptyWhenTheWatchStandsAgain) {
  ASSERT_TRUE(Resolve("key").ok());
  credentials_.OnLost();
  clock_.Advance(absl::Minutes(5));
  credentials_.OnConnected();
  EXPECT_EQ(credentials_.cached(), 0u);
  EXPECT_TRUE(Resolve("key").ok());
  EXPECT_EQ(backend_.resolves, 2);
}

TEST_F(CredentialsTest, DoesNotRememberAFailure) {
  backend_.resolve_error = base::Error(base::Reason::kBackendUnavailable);
  EXPECT_FALSE(Resolve("key").ok());
  backend_.resolve_error = absl::OkStatus();
  EXPECT_TRUE(Resolve("key").ok());
}

TEST_F(CredentialsTest, IsBounded) {
  for (size_t i = 0; i < Credentials::kMaxUnknown + 100; ++i) {
    ASSERT_TRUE(Resolve("stranger" + std::to_string(i)).ok());
  }
  EXPECT_EQ(credentials_.cached(), Credentials::kMaxUnknown);
  const int before = backend_.resolves;
  ASSERT_TRUE(Resolve("stranger0").ok());
  EXPECT_EQ(backend_.resolves, before + 1);
}

}  // namespace
}  // namespace rollbook::gateway

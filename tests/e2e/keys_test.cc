// Suspension, rotation and revocation, and how soon they are in force.

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "tests/e2e/end_to_end.h"

namespace rollbook::tests {
namespace {

// In force at once in one process, within a second in a gateway of its own.
constexpr absl::Duration kSeparateDelay = absl::Seconds(1);

class Keys : public EndToEnd {
 protected:
  int StatusWith(const PartnerKey& key) const {
    return Send(GetCall("nobody"), key).status;
  }

  // Expects that `key` no longer passes as soon as it may not.
  void ExpectOver(const PartnerKey& key) const {
    const absl::Time since = absl::Now();
    if (GetParam() == Arrangement::kInProcess) {
      EXPECT_EQ(StatusWith(key), 401);
      return;
    }
    EXPECT_TRUE(Eventually([&] { return StatusWith(key) == 401; }));
    EXPECT_LT(absl::Now() - since, kSeparateDelay);
  }

  void ExpectSoon(const PartnerKey& key, int status) const {
    EXPECT_TRUE(Eventually([&] { return StatusWith(key) == status; }));
  }

  std::string KeyId() const {
    return Cli({"key", "list", "--partner", "acme"})[0]["keyId"];
  }

  PartnerKey Rotate(const std::string& overlap) const {
    const Json made =
        Cli({"key", "rotate", "--partner", "acme", "--overlap", overlap});
    return {made["apiKey"], made["hmacSecret"]};
  }
};

INSTANTIATE_TEST_SUITE_P(, Keys,
                         testing::Values(Arrangement::kInProcess,
                                         Arrangement::kSeparateGateway),
                         ArrangementName);

TEST_P(Keys, ASuspendedPartnerIsRefusedUntilItIsReactivated) {
  ASSERT_EQ(StatusWith(acme_), 404);
  Cli({"partner", "suspend", "--id", "acme", "--reason", "a test"});
  ExpectOver(acme_);
  Cli({"partner", "reactivate", "--id", "acme"});
  ExpectSoon(acme_, 404);
}

TEST_P(Keys, AWriteUnderASuspensionNeverComesThrough) {
  // Whatever a gateway has cached, the service itself looks again.
  ASSERT_EQ(Send(CreateCall(ExampleUser("before"))).status, 201);
  Cli({"partner", "suspend", "--id", "acme", "--reason", "a test"});
  EXPECT_EQ(Send(CreateCall(ExampleUser("after"))).status, 401);
}

TEST_P(Keys, BothSecretsWorkDuringTheOverlap) {
  ASSERT_EQ(StatusWith(acme_), 404);
  const PartnerKey fresh = Rotate("24h");
  EXPECT_EQ(fresh.api_key, acme_.api_key);
  EXPECT_NE(fresh.hmac_secret, acme_.hmac_secret);
  ExpectSoon(fresh, 404);
  EXPECT_EQ(StatusWith(acme_), 404);

  Cli({"key", "revoke", "--partner", "acme", "--key", KeyId(),
       "--old_secrets_only"});
  ExpectOver(acme_);
  EXPECT_EQ(StatusWith(fresh), 404);
}

TEST_P(Keys, WithoutAnOverlapTheOldSecretEndsAtOnce) {
  ASSERT_EQ(StatusWith(acme_), 404);
  const PartnerKey fresh = Rotate("0");
  ExpectOver(acme_);
  ExpectSoon(fresh, 404);
}

TEST_P(Keys, ARevokedKeyIsOver) {
  ASSERT_EQ(StatusWith(acme_), 404);
  const Json second = Cli({"key", "create", "--partner", "acme"});
  const PartnerKey other = {second["apiKey"], second["hmacSecret"]};
  ExpectSoon(other, 404);
  Cli({"key", "revoke", "--partner", "acme", "--key", second["keyId"]});
  ExpectOver(other);
  EXPECT_EQ(StatusWith(acme_), 404);
}

TEST_P(Keys, ANewPartnerMayComeAtOnce) {
  ASSERT_EQ(StatusWith(acme_), 404);
  const auto other = service_.CreatePartner("other");
  ASSERT_TRUE(other.ok()) << other.status();
  EXPECT_EQ(StatusWith(*other), 404);
}

TEST_P(Keys, KeysOutliveACrash) {
  const PartnerKey fresh = Rotate("0");
  service_.Crash();
  ASSERT_TRUE(service_.Start().ok());
  ExpectSoon(fresh, 404);
  EXPECT_EQ(StatusWith(acme_), 401);
}

}  // namespace
}  // namespace rollbook::tests

#include "services/partners/partner_registry.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/crypto/hash.h"
#include "base/error.h"
#include "services/test_world.h"

namespace rollbook::services {
namespace {

using base::Reason;

class PartnerRegistryTest : public testing::Test {
 protected:
  absl::StatusOr<admin::v1::CreatePartnerResponse> Create(
      const std::string& id, const std::string& contract,
      const std::string& issuer = "", const std::string& client = "") {
    admin::v1::CreatePartnerRequest request;
    request.set_partner_id(id);
    request.set_contract(contract);
    request.set_jwt_issuer(issuer);
    request.set_jwt_client_id(client);
    return world_.CreatePartner(request);
  }

  absl::StatusOr<admin::v1::RotateKeyResponse> Rotate(const std::string& id,
                                                      int64_t overlap_s) {
    admin::v1::RotateKeyRequest request;
    request.set_partner_id(id);
    request.mutable_overlap()->set_seconds(overlap_s);
    return World::Await<admin::v1::RotateKeyResponse>([&](auto reply) {
      world_.partners->RotateKey(World::Admin(), request, std::move(reply));
    });
  }

  absl::StatusOr<admin::v1::RevokeKeyResponse> Revoke(const std::string& id,
                                                      bool old_secrets_only) {
    admin::v1::RevokeKeyRequest request;
    request.set_partner_id(id);
    request.set_old_secrets_only(old_secrets_only);
    return World::Await<admin::v1::RevokeKeyResponse>([&](auto reply) {
      world_.partners->RevokeKey(World::Admin(), request, std::move(reply));
    });
  }

  absl::Status SetStatus(const std::string& id,
                         admin::v1::PartnerStatus status) {
    admin::v1::ChangePartnerStatusRequest request;
    request.set_partner_id(id);
    request.set_status(status);
    return World::Await<admin::v1::ChangePartnerStatusResponse>(
               [&](auto reply) {
                 world_.partners->ChangePartnerStatus(World::Admin(), request,
                                                      std::move(reply));
               })
        .status();
  }

  absl::StatusOr<gateway::v1::Credential> Resolve(const std::string& api_key) {
    gateway::v1::ResolveCredentialRequest request;
    request.set_api_key_hash(
        std::string(base::AsText(base::Sha256({api_key}))));
    auto response = world_.partners->ResolveCredential(request);
    if (!response.ok()) return response.status();
    return response->credential();
  }

  World world_;
};

TEST_F(PartnerRegistryTest, MakesWhatEachContractNeeds) {
  const auto hmac = Create("hmac", "boca-raton");
  ASSERT_TRUE(hmac.ok()) << hmac.status();
  EXPECT_EQ(hmac->credential().api_key().substr(0, 4), "rbk_");
  EXPECT_EQ(hmac->credential().hmac_secret().substr(0, 4), "rbs_");
  EXPECT_GE(hmac->credential().hmac_secret().size(), 4u + 64u);
  EXPECT_EQ(hmac->partner().keys(0).api_key(), hmac->credential().api_key());

  const auto bearer = Create("bearer", "capa");
  ASSERT_TRUE(bearer.ok()) << bearer.status();
  EXPECT_FALSE(bearer->credential().has_hmac_secret());
  EXPECT_FALSE(bearer->partner().keys(0).has_api_key());

  const auto jwt = Create("jwt", "wealthyhood", "https://issuer/", "client");
  ASSERT_TRUE(jwt.ok()) << jwt.status();
  EXPECT_FALSE(jwt->has_credential());
}

TEST_F(PartnerRegistryTest, NamesEverythingThatIsWrongWithARequest) {
  const auto response = Create("$system", "nope");
  EXPECT_EQ(base::ReasonOf(response.status()), Reason::kInvalidArgument);
  EXPECT_EQ(base::DetailsOf(response.status()).violations.size(), 2u);
  EXPECT_FALSE(Create("jwt", "wealthyhood").ok());
  EXPECT_FALSE(Create("hmac", "boca-raton", "https://issuer/", "c").ok());
  EXPECT_FALSE(Create("Upper", "capa").ok());
  EXPECT_FALSE(Create("9lives", "capa").ok());
}

TEST_F(PartnerRegistryTest, KnowsAPartnerOnce) {
  EXPECT_EQ(base::ReasonOf(Create("acme", "capa").status()),
            Reason::kPartnerExists);
}

TEST_F(PartnerRegistryTest, BindsATokensClientToOnePartner) {
  ASSERT_TRUE(Create("one", "wealthyhood", "https://issuer/", "client").ok());
  EXPECT_EQ(
      base::ReasonOf(
          Create("two", "wealthyhood", "https://issuer/", "client").status()),
      Reason::kInvalidArgument);
  gateway::v1::ResolveCredentialRequest request;
  request.mutable_jwt_client()->set_issuer("https://issuer/");
  request.mutable_jwt_client()->set_client_id("client");
  const auto resolved = world_.partners->ResolveCredential(request);
  ASSERT_TRUE(resolved.ok()) << resolved.status();
  EXPECT_EQ(resolved->credential().partner_id(), "one");
  EXPECT_TRUE(world_.partners->CheckCredential("one", "").ok());
}

TEST_F(PartnerRegistryTest, ResolvesAKeyByItsHash) {
  const auto credential = Resolve(world_.credential.api_key());
  ASSERT_TRUE(credential.ok()) << credential.status();
  EXPECT_EQ(credential->partner_id(), "acme");
  EXPECT_EQ(credential->contract(), "boca-raton");
  EXPECT_EQ(credential->key_id(), world_.credential.key_id());
  ASSERT_EQ(credential->hmac_secrets_size(), 1);
  EXPECT_EQ(credential->hmac_secrets(0).secret(),
            world_.credential.hmac_secret());
  EXPECT_EQ(base::ReasonOf(Resolve("rbk_unknown").status()),
            Reason::kKeyNotFound);
}

TEST_F(PartnerRegistryTest, RotatesASecretWithAnOverlap) {
  const auto rotated = Rotate("acme", 3600);
  ASSERT_TRUE(rotated.ok()) << rotated.status();
  EXPECT_EQ(rotated->credential().api_key(), world_.credential.api_key());
  EXPECT_NE(rotated->credential().hmac_secret(),
            world_.credential.hmac_secret());
  EXPECT_EQ(Resolve(world_.credential.api_key())->hmac_secrets_size(), 2);
  // A third active secret is one too many; an hour later it is not.
  EXPECT_EQ(base::ReasonOf(Rotate("acme", 3600).status()),
            Reason::kTooManySecrets);
  world_.clock.Advance(absl::Hours(1));
  EXPECT_EQ(Resolve(world_.credential.api_key())->hmac_secrets_size(), 1);
  EXPECT_TRUE(Rotate("acme", 3600).ok());
}

TEST_F(PartnerRegistryTest, RotatesWithoutOverlapAtOnce) {
  const auto rotated = Rotate("acme", 0);
  ASSERT_TRUE(rotated.ok()) << rotated.status();
  const auto credential = Resolve(world_.credential.api_key());
  ASSERT_EQ(credential->hmac_secrets_size(), 1);
  EXPECT_EQ(credential->hmac_secrets(0).secret(),
            rotated->credential().hmac_secret());
}

TEST_F(PartnerRegistryTest, RotatesABearerKeyIntoANewOne) {
  const auto created = Create("bearer", "capa");
  ASSERT_TRUE(created.ok());
  const auto rotated = Rotate("bearer", 60);
  ASSERT_TRUE(rotated.ok()) << rotated.status();
  EXPECT_NE(rotated->credential().api_key(), created->credential().api_key());
  const std::string& old_key = created->credential().key_id();
  EXPECT_TRUE(world_.partners->CheckCredential("bearer", old_key).ok());
  world_.clock.Advance(absl::Seconds(60));
  EXPECT_EQ(base::ReasonOf(world_.partners->CheckCredential("bearer", old_key)),
            Reason::kCredentialRevoked);
  EXPECT_TRUE(
      world_.partners->CheckCredential("bearer", rotated->credential().key_id())
          .ok());
}

TEST_F(PartnerRegistryTest, RevokesOldSecretsOrTheWholeKey) {
  ASSERT_TRUE(Rotate("acme", 3600).ok());
  ASSERT_TRUE(Revoke("acme", true).ok());
  EXPECT_EQ(Resolve(world_.credential.api_key())->hmac_secrets_size(), 1);
  ASSERT_TRUE(Revoke("acme", false).ok());
  EXPECT_TRUE(Resolve(world_.credential.api_key())->revoked());
  EXPECT_EQ(base::ReasonOf(world_.partners->CheckCredential(
                "acme", world_.credential.key_id())),
            Reason::kCredentialRevoked);
  EXPECT_EQ(base::ReasonOf(Revoke("acme", false).status()),
            Reason::kKeyNotFound);
}

TEST_F(PartnerRegistryTest, SuspendsAndReactivatesAPartner) {
  const auto check = [this] {
    return world_.partners->CheckCredential("acme", world_.credential.key_id());
  };
  ASSERT_TRUE(SetStatus("acme", admin::v1::PARTNER_STATUS_SUSPENDED).ok());
  EXPECT_EQ(base::ReasonOf(check()), Reason::kCredentialRevoked);
  EXPECT_TRUE(world_.partners->CheckExists("acme").ok());
  const size_t events = world_.Log().size();
  ASSERT_TRUE(SetStatus("acme", admin::v1::PARTNER_STATUS_SUSPENDED).ok());
  EXPECT_EQ(world_.Log().size(), events);
  ASSERT_TRUE(SetStatus("acme", admin::v1::PARTNER_STATUS_ACTIVE).ok());
  EXPECT_TRUE(check().ok());
}

TEST_F(PartnerRegistryTest, ChangesOnlyThePolicyMembersThatArePresent) {
  const auto update = [this](const admin::v1::PartnerPolicy& policy) {
    admin::v1::UpdatePartnerRequest request;
    request.set_partner_id("acme");
    *request.mutable_policy() = policy;
    return World::Await<admin::v1::UpdatePartnerResponse>([&](auto reply) {
      world_.partners->UpdatePartner(World::Admin(), request, std::move(reply));
    });
  };
  admin::v1::PartnerPolicy policy;
  policy.set_min_age(21);
  policy.add_allow_ips("192.0.2.0/24");
  policy.mutable_required_fields()->add_names("email");
  ASSERT_TRUE(update(policy).ok());
  policy.Clear();
  policy.set_unique_email(true);
  policy.add_allow_ips("2001:db8::/32");
  const auto updated = update(policy);
  ASSERT_TRUE(updated.ok()) << updated.status();
  EXPECT_EQ(updated->partner().policy().min_age(), 21u);
  EXPECT_TRUE(updated->partner().policy().unique_email());
  EXPECT_EQ(updated->partner().policy().required_fields().names_size(), 1);
  ASSERT_EQ(updated->partner().policy().allow_ips_size(), 1);
  EXPECT_EQ(updated->partner().policy().allow_ips(0), "2001:db8::/32");
  policy.Clear();
  policy.mutable_required_fields()->add_names("shoeSize");
  const absl::Status unknown_field = update(policy).status();
  EXPECT_EQ(base::ReasonOf(unknown_field), Reason::kInvalidArgument);
  ASSERT_EQ(base::DetailsOf(unknown_field).violations.size(), 1u);
  EXPECT_EQ(base::DetailsOf(unknown_field).violations[0].field,
            "policy.required_fields");
  policy.Clear();
  policy.add_allow_ips("192.0.2.0/33");
  EXPECT_EQ(base::ReasonOf(update(policy).status()), Reason::kInvalidArgument);
}

TEST_F(PartnerRegistryTest, WritesEveryChangeIntoTheLogAndNeverASecret) {
  ASSERT_TRUE(Rotate("acme", 60).ok());
  ASSERT_TRUE(Revoke("acme", false).ok());
  std::vector<std::string> types;
  for (const eventstore::Record& record : world_.Log()) {
    types.push_back(record.type);
    EXPECT_EQ(record.clear_payload.find("rbs_"), std::string::npos);
    EXPECT_EQ(record.clear_payload.find("rbk_"), std::string::npos);
  }
  EXPECT_EQ(types, (std::vector<std::string>{"PartnerCreated", "KeyCreated",
                                             "KeyRotated", "KeyRevoked"}));
}

TEST_F(PartnerRegistryTest, TellsWatchersOfEveryCommittedChange) {
  std::vector<uint64_t> generations;
  const uint64_t id = world_.partners->Watch([&](const auto& change) {
    EXPECT_EQ(change.changed_partner_id(), "acme");
    generations.push_back(change.generation());
  });
  ASSERT_TRUE(Rotate("acme", 60).ok());
  world_.partners->StopWatching(id);
  ASSERT_TRUE(Revoke("acme", false).ok());
  EXPECT_EQ(generations, (std::vector<uint64_t>{3}));
}

TEST_F(PartnerRegistryTest, IsTheSameAfterARestart) {
  ASSERT_TRUE(Rotate("acme", 3600).ok());
  ASSERT_TRUE(Create("jwt", "wealthyhood", "https://issuer/", "client").ok());
  const auto before = world_.partners->ListPartners({});
  auto reopened = PartnerRegistry::Open(world_.store.get(), world_.vault.get(),
                                        &world_.clock, &base::CryptoRandom(),
                                        TestContracts());
  ASSERT_TRUE(reopened.ok()) << reopened.status();
  EXPECT_EQ((*reopened)->ListPartners({})->SerializeAsString(),
            before->SerializeAsString());
  EXPECT_EQ((*reopened)->partner_count(), 2u);
}

TEST_F(PartnerRegistryTest, ListsPartnersInPages) {
  ASSERT_TRUE(Create("beta", "capa").ok());
  ASSERT_TRUE(Create("gamma", "capa").ok());
  admin::v1::ListPartnersRequest request;
  request.set_page_size(2);
  const auto first = world_.partners->ListPartners(request);
  ASSERT_EQ(first->partners_size(), 2);
  EXPECT_EQ(first->partners(0).partner_id(), "acme");
  request.set_page_token(first->next_page_token());
  const auto second = world_.partners->ListPartners(request);
  ASSERT_EQ(second->partners_size(), 1);
  EXPECT_EQ(second->partners(0).partner_id(), "gamma");
  EXPECT_EQ(second->next_page_token(), "");
}

}  // namespace
}  // namespace rollbook::services

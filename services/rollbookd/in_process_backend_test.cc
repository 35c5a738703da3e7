#include "services/rollbookd/in_process_backend.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/crypto/hash.h"
#include "base/error.h"
#include "services/test_world.h"

namespace rollbook::services {
namespace {

class Watcher final : public gateway::UserBackend::CredentialWatcher {
 public:
  void OnConnected() override { seen.push_back("connected"); }
  void OnChange(const gateway::v1::WatchCredentialsResponse& change) override {
    seen.push_back(change.changed_partner_id());
  }
  void OnLost() override { seen.push_back("lost"); }

  std::vector<std::string> seen;
};

class InProcessBackendTest : public testing::Test {
 protected:
  World world_;
  InProcessBackend backend_{world_.users.get(), world_.partners.get(),
                            [] { return true; }};
};

TEST_F(InProcessBackendTest, ActsWithTheRoleOfAGateway) {
  user::v1::CreateUserRequest request = JaneDoe("partner-user-42");
  request.mutable_edge()->set_request_id("req-1");
  request.mutable_edge()->set_key_id(world_.credential.key_id());
  const auto created =
      World::Await<user::v1::CreateUserResponse>([&](auto reply) {
        backend_.CreateUser(request, absl::InfiniteFuture(), std::move(reply));
      });
  EXPECT_TRUE(created.ok()) << created.status();
}

TEST_F(InProcessBackendTest, ResolvesCredentials) {
  gateway::v1::ResolveCredentialRequest request;
  const base::Hash256 hash = base::Sha256({world_.credential.api_key()});
  request.set_api_key_hash(std::string(hash.begin(), hash.end()));
  const auto found =
      World::Await<gateway::v1::ResolveCredentialResponse>([&](auto reply) {
        backend_.ResolveCredential(request, absl::InfiniteFuture(),
                                   std::move(reply));
      });
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(found->credential().partner_id(), "acme");
}

TEST_F(InProcessBackendTest, ConnectsFirstThenTellsChangesUntilTheHandleGoes) {
  Watcher watcher;
  auto watch = backend_.WatchCredentials(watcher);
  admin::v1::CreatePartnerRequest request;
  request.set_partner_id("globex");
  request.set_contract("boca-raton");
  ASSERT_TRUE(world_.CreatePartner(request).ok());
  watch.reset();
  request.set_partner_id("initech");
  ASSERT_TRUE(world_.CreatePartner(request).ok());
  EXPECT_EQ(watcher.seen, (std::vector<std::string>{"connected", "globex"}));
}

}  // namespace
}  // namespace rollbook::services

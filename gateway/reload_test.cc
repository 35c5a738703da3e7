#include <memory>
#include <string>

#include "absl/strings/match.h"
#include "base/clock.h"
#include "base/testing/temp_dir.h"
#include "gateway/auth/jwt/testing/test_issuer.h"
#include "gateway/gateway.h"
#include "gateway/http/testing/test_client.h"
#include "gateway/testing/fake_user_backend.h"
#include "gtest/gtest.h"

namespace rollbook::gateway {
namespace {

// A gateway with an issuers file, over real sockets.
class Reload : public testing::Test {
 protected:
  Reload() {
    jwt::WriteTextFile(keys_file_, jwt::KeySet({jwt::TestRsaKey().Jwk()}));
    WriteIssuers("jwksFile", keys_file_);
    options_.http.listen = "127.0.0.1:0";
    options_.jwt_issuers_file = issuers_file_;
  }

  void WriteIssuers(const std::string& member, const std::string& keys) const {
    jwt::WriteTextFile(
        issuers_file_,
        nlohmann::json::array({jwt::TestIssuerEntry(member, keys)}).dump());
  }

  const std::string stem_ = base::NewTempPath("reload");
  const std::string keys_file_ = stem_ + ".jwks";
  const std::string issuers_file_ = stem_ + ".json";
  FakeUserBackend backend_;
  GatewayOptions options_;
};

TEST_F(Reload, ReadsTheIssuersFileAnew) {
  const auto gateway = StartGateway(options_, backend_);
  ASSERT_TRUE(gateway.ok()) << gateway.status();
  EXPECT_TRUE((*gateway)->Reload().ok());
  jwt::WriteTextFile(issuers_file_, "{");
  const absl::Status status = (*gateway)->Reload();
  EXPECT_TRUE(absl::StrContains(status.message(), issuers_file_)) << status;
  EXPECT_TRUE(http::TestClient((*gateway)->port()).connected());
}

TEST_F(Reload, DoesNotStartOnABadIssuersFile) {
  jwt::WriteTextFile(issuers_file_, "[7]");
  EXPECT_FALSE(StartGateway(options_, backend_).ok());
}

TEST_F(Reload, StartsAlthoughTheKeysCannotBeFetched) {
  // Nobody listens on port 1.
  WriteIssuers("jwksUrl", "http://127.0.0.1:1/jwks.json");
  EXPECT_TRUE(StartGateway(options_, backend_).ok());
}

}  // namespace
}  // namespace rollbook::gateway

// `rollbook partner` for every contract: what it prints, and what it refuses.

#include "gmock/gmock.h"
#include "tests/e2e/conformance.h"

namespace rollbook::tests {
namespace {

using testing::HasSubstr;

class Partner : public Conformance {
 protected:
  Finished Run(const std::vector<std::string>& arguments) const {
    auto finished = service_.Cli(arguments);
    EXPECT_TRUE(finished.ok()) << finished.status();
    return finished.ok() ? *std::move(finished) : Finished{};
  }
  void ExpectRefused(std::vector<std::string> arguments,
                     const std::string& text) const {
    const Finished finished = Run(arguments);
    EXPECT_NE(finished.exit.code, 0) << finished.out;
    EXPECT_THAT(finished.err, HasSubstr(text));
  }
};

INSTANTIATE_TEST_SUITE_P(, Partner, testing::Values(Arrangement::kInProcess),
                         ArrangementName);

TEST_P(Partner, IsCreatedForEveryContract) {
  EXPECT_THAT(NewApiKey("bank", "capa"), testing::StartsWith("rbk_"));
  EXPECT_THAT(NewApiKey("phones", "smartphonekey"),
              testing::StartsWith("rbk_"));
  EXPECT_THAT(NewApiKey("more-phones", "smartphonekey",
                        {"--jwt_issuer", "https://i/", "--jwt_client_id", "1"}),
              testing::StartsWith("rbk_"));
  EXPECT_EQ(
      Cli({"partner", "create", "--id", "nova", "--contract", "wealthyhood",
           "--jwt_issuer", "https://i/", "--jwt_client_id", "2"}),
      (Json{{"partnerId", "nova"}}));
}

TEST_P(Partner, IsRefusedByTheFlagThatIsWrong) {
  const auto create = [](const std::string& contract,
                         std::vector<std::string> flags) {
    flags.insert(flags.begin(),
                 {"partner", "create", "--id", "x", "--contract", contract});
    return flags;
  };
  ExpectRefused(create("acapulco", {}), "\"--contract\"");
  ExpectRefused(create("wealthyhood", {}), "\"--jwt_issuer\"");
  ExpectRefused(create("wealthyhood", {"--jwt_issuer", "https://i/"}),
                "\"--jwt_client_id\"");
  ExpectRefused(create("capa", {"--jwt_issuer", "https://i/"}),
                "\"--jwt_issuer\"");
  ExpectRefused(create("smartphonekey", {"--jwt_client_id", "1"}),
                "\"--jwt_issuer\"");
  ExpectRefused(create("capa", {"--required_fields", "alias,firstName"}),
                "\"--required_fields\"");
  const auto update = [](const std::vector<std::string>& flags) {
    std::vector<std::string> all = {"partner", "update", "--id", "acme"};
    all.insert(all.end(), flags.begin(), flags.end());
    return all;
  };
  ExpectRefused(update({"--required_fields", "email,shoeSize"}),
                "\"--required_fields\"");
  for (const char* block :
       {"10.0.0.0/33", "10.0.0/8", "::1/129", "example.com", "10.0.0.0/8,x"}) {
    ExpectRefused(update({"--allow_ips", block}), "\"--allow_ips\"");
  }
  ExpectRefused(update({"--min_age", "151"}), "\"--min_age\"");
  ExpectRefused(update({"--read_rate", "0"}), "\"--read_rate\"");
  ExpectRefused(update({"--write_rate", "1000001"}), "\"--write_rate\"");
  ExpectRefused(update({"--max_concurrency", "0"}), "\"--max_concurrency\"");
  ExpectRefused(update({"--unknown_members", "maybe"}), "--unknown_members");
  ExpectRefused(update({"--unique_email=perhaps"}), "--unique_email");
  ExpectRefused({"partner", "create", "--id", "Upper", "--contract", "capa"},
                "\"--id\"");
}

TEST_P(Partner, KeepsEveryPartOfItsPolicy) {
  Cli({"partner",
       "update",
       "--id",
       "acme",
       "--required_fields",
       "email,city",
       "--min_age",
       "21",
       "--unique_email=true",
       "--unknown_members",
       "refuse",
       "--check_address=false",
       "--read_rate",
       "10",
       "--write_rate",
       "5",
       "--max_concurrency",
       "3",
       "--allow_ips",
       "10.0.0.0/8,2001:db8::/32"});
  const Json partner =
      Cli({"partner", "update", "--id", "acme", "--min_age", "0"});
  const Json policy = partner["policy"];
  EXPECT_EQ(policy["requiredFields"], Json::array({"email", "city"}));
  EXPECT_EQ(policy["minAge"], 0);
  EXPECT_EQ(policy["uniqueEmail"], true);
  EXPECT_EQ(policy["checkAddress"], false);
  EXPECT_EQ(policy["readRate"], 10);
  EXPECT_EQ(policy["writeRate"], 5);
  EXPECT_EQ(policy["maxConcurrency"], 3);
  EXPECT_EQ(policy["allowIps"], Json::array({"10.0.0.0/8", "2001:db8::/32"}));
  EXPECT_THAT(policy["unknownMembers"].dump(), HasSubstr("refuse"));
}

}  // namespace
}  // namespace rollbook::tests

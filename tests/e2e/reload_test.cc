// SIGHUP makes the processes read their files anew, and ends none of them.

#include <fstream>

#include "base/testing/temp_dir.h"
#include "gmock/gmock.h"
#include "tests/e2e/end_to_end.h"
#include "tests/e2e/reload_log.h"

namespace rollbook::tests {
namespace {

constexpr char kKeys[] =
    R"({"keys":[{"kty":"OKP","crv":"Ed25519","kid":"k",)"
    R"("x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]})";
constexpr char kIssuers[] =
    R"([{"issuer":"https://i/","audience":"a","algorithms":["EdDSA"],)"
    R"("jwksFile":"keys.jwks"}])";

class Reload : public EndToEnd {
 protected:
  Reload() : Reload(std::make_unique<base::TempDir>()) {}

  static void Write(const std::string& path, const std::string& text) {
    std::ofstream(path, std::ios::trunc) << text;
  }
  std::string issuers() const { return files_->path() + "/issuers.json"; }

 private:
  explicit Reload(std::unique_ptr<base::TempDir> files)
      : EndToEnd(OptionsIn(files->path())), files_(std::move(files)) {}

  static ServiceOptions OptionsIn(const std::string& directory) {
    Write(directory + "/keys.jwks", kKeys);
    Write(directory + "/issuers.json", kIssuers);
    const std::string flag =
        "--jwt_issuers_file=" + directory + "/issuers.json";
    ServiceOptions options{.arrangement = GetParam()};
    (GetParam() == Arrangement::kInProcess ? options.rollbookd_flags
                                           : options.gateway_flags)
        .push_back(flag);
    return options;
  }

  const std::unique_ptr<base::TempDir> files_;
};

INSTANTIATE_TEST_SUITE_P(, Reload,
                         testing::Values(Arrangement::kInProcess,
                                         Arrangement::kSeparateGateway),
                         ArrangementName);

TEST_P(Reload, ASignalReadsTheFilesAndServiceGoesOn) {
  service_.Hangup();
  EXPECT_THAT(ReloadLine(service_, "issuers", 1),
              testing::HasSubstr(R"("ok":true)"));

  Write(issuers(), "[\n{\"issuer\": 7}]");
  service_.Hangup();
  EXPECT_THAT(ReloadLine(service_, "issuers", 2),
              testing::AllOf(testing::HasSubstr(R"("ok":false)"),
                             testing::HasSubstr("line 2: [0].issuer")));

  EXPECT_EQ(Send(CreateCall(ExampleUser("42"))).status, 201);
}

}  // namespace
}  // namespace rollbook::tests

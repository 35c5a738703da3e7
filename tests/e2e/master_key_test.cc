// The master key is replaced while the service runs.

#include <string>

#include "base/testing/temp_dir.h"
#include "tests/e2e/end_to_end.h"

namespace rollbook::tests {
namespace {

TEST(MasterKey,
     IsRotatedUnderARunningServiceAndTheOldOneIsNotNeededAfterwards) {
  const base::TempDir directory;
  const std::string data_dir = directory.path() + "/data";
  const std::string old_key = data_dir + ".key";
  const std::string new_key = directory.path() + "/new.key";
  const auto made =
      RunToEnd(BinaryPath("rollbookd"), {"--make_master_key=" + new_key});
  ASSERT_TRUE(made.ok() && made->exit.code == 0);
  PartnerKey acme;
  {
    Service before({.data_dir = data_dir});
    ASSERT_TRUE(before.Start().ok());
    acme = *before.CreatePartner("acme");
    const auto answer = HttpClient(before.http_port())
                            .Call(Signed(CreateCall(ExampleUser("42")), acme));
    ASSERT_TRUE(answer.ok());
    ASSERT_EQ(answer->status, 201);
    ASSERT_TRUE(before.Stop().ok());
  }
  const auto serves = [&](const Service& service, const HttpCall& call) {
    const auto answer =
        HttpClient(service.http_port()).Call(Signed(call, acme));
    return answer.ok() ? answer->status : 0;
  };
  {
    Service rotating({.rollbookd_flags = {"--master_key_file=" + new_key,
                                          "--old_master_key_file=" + old_key},
                      .data_dir = data_dir});
    ASSERT_TRUE(rotating.Start().ok());
    EXPECT_EQ(serves(rotating, GetCall("42")), 200);
    EXPECT_EQ(serves(rotating, CreateCall(ExampleUser("43"))), 201);
    EXPECT_TRUE(Eventually([&] {
      const auto status = rotating.Cli({"status"});
      const Json rotation = ParseJson(status->out)["masterKeyRotation"];
      return rotation["done"] == true && rotation["seen"] >= 1 &&
             rotation["keys"] == rotation["seen"] &&
             rotation.contains("doneTime");
    }));
    EXPECT_NE(rotating.Log().find("\"event\":\"master_key_rotation\""),
              std::string::npos);
    ASSERT_TRUE(rotating.Stop().ok());
  }
  Service after({.rollbookd_flags = {"--master_key_file=" + new_key},
                 .data_dir = data_dir});
  ASSERT_TRUE(after.Start().ok());
  EXPECT_EQ(serves(after, PatchCall("42", {{"city", "Ottawa"}})), 200);
  EXPECT_EQ(serves(after, GetCall("43")), 200);
}

}  // namespace
}  // namespace rollbook::tests

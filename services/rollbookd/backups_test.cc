#include "services/rollbookd/backups.h"

#include <optional>
#include <string>

#include "base/error.h"
#include "base/fake_clock.h"
#include "gtest/gtest.h"

namespace rollbook::services {
namespace {

class BackupsTest : public testing::Test {
 protected:
  absl::StatusOr<admin::v1::CreateBackupResponse> Create(
      const std::string& name) {
    admin::v1::CreateBackupRequest request;
    request.set_name(name);
    return backups_.Create(request);
  }

  base::FakeClock clock_{absl::FromUnixSeconds(1'773'403'200)};
  std::optional<std::string> made_;
  std::function<void()> meanwhile_ = [] {};
  Backups backups_{"/backups",
                   [this](const std::string& directory) {
                     made_ = directory;
                     meanwhile_();
                     return eventstore::Backup{
                         .head = {0, 7}, .time = clock_.Now(), .bytes = 100};
                   },
                   &clock_};
};

TEST_F(BackupsTest, AreNamedByTheCallerOrTheTime) {
  const auto named = Create("before-the-move_2.1");
  ASSERT_TRUE(named.ok()) << named.status();
  EXPECT_EQ(named->directory(), "/backups/before-the-move_2.1");
  EXPECT_EQ(made_, named->directory());
  EXPECT_EQ(named->position().number(), 7u);
  EXPECT_EQ(named->bytes(), 100u);
  EXPECT_EQ(Create("")->directory(), "/backups/20260313T120000Z");
}

TEST_F(BackupsTest, StayInTheirDirectory) {
  for (const std::string& name :
       {std::string("../store"), std::string("/etc"), std::string(".hidden"),
        std::string("a b"), std::string("a\0b", 3), std::string(65, 'a')}) {
    const auto refused = Create(name);
    EXPECT_EQ(base::ReasonOf(refused.status()), base::Reason::kInvalidArgument);
    EXPECT_EQ(base::DetailsOf(refused.status()).violations.at(0).field, "name");
  }
  EXPECT_EQ(made_, std::nullopt);
}

TEST_F(BackupsTest, AreMadeOneAtATime) {
  std::optional<absl::Status> second;
  meanwhile_ = [&] { second = Create("second").status(); };
  EXPECT_TRUE(Create("first").ok());
  EXPECT_EQ(base::ReasonOf(*second), base::Reason::kOverloaded);
  meanwhile_ = [] {};
  EXPECT_TRUE(Create("second").ok());
}

}  // namespace
}  // namespace rollbook::services

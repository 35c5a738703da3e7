#include <chrono>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "eventstore/projection_test_fixture.h"

namespace rollbook::eventstore {
namespace {

// Refuses to go on before it may.
class Held final : public Projection {
 public:
  Held(std::shared_future<void> may, std::unique_ptr<Projection> projection)
      : may_(std::move(may)), projection_(std::move(projection)) {}
  absl::Status Apply(const Record& record, ProjectionRows& rows) override {
    may_.wait();
    return projection_->Apply(record, rows);
  }

 private:
  const std::shared_future<void> may_;
  const std::unique_ptr<Projection> projection_;
};

TEST_F(ProjectionHostTest, BuildsARowAgainThatWasDamaged) {
  MustAppend(*log_, OneEvent(Stream("u1"), 0, "Created"));
  auto host = Start();
  CatchUp(*host);
  ASSERT_EQ(Row(*host, "u1"), "Created");
  ASSERT_TRUE(derived_->Write({{host->rows().prefix + "u1", "rubbish"}}).ok());
  ASSERT_TRUE(host->Rebuild().ok());
  EXPECT_EQ(Row(*host, "u1"), "Created");
  EXPECT_FALSE(host->rebuilding());
  EXPECT_EQ(host->rows().schema_version, 1u);
}

TEST_F(ProjectionHostTest, GoesOnFollowingAfterTheSwapAndAfterARestart) {
  MustAppend(*log_, OneEvent(Stream("u1"), 0, "Created"));
  auto host = Start();
  for (int round = 1; round <= 3; ++round) {
    ASSERT_TRUE(host->Rebuild().ok());
    MustAppend(*log_, OneEvent(Stream("u1"), round, "Changed"));
    CatchUp(*host);
    EXPECT_EQ(Row(*host, "u1"), "Changed");
    host.reset();
    host = Start();
    EXPECT_EQ(Row(*host, "u1"), "Changed");
  }
}

TEST_F(ProjectionHostTest, KeepsOneSetOfRows) {
  MustAppend(*log_, OneEvent(Stream("u1"), 0, "Created"));
  auto host = Start();
  CatchUp(*host);
  const size_t rows = AllRows();
  ASSERT_TRUE(host->Rebuild().ok());
  // One more says which set it is.
  EXPECT_EQ(AllRows(), rows + 1);
}

TEST_F(ProjectionHostTest, KeepsWhoWaitsWaitingWhileTheRowsAreSwapped) {
  MustAppend(*log_, OneEvent(Stream("u1"), 0, "Created"));
  auto host = Start();
  std::promise<void> woken;
  auto wakes = woken.get_future();
  const uint64_t id =
      host->WaitForHead({0, 2}, [&woken] { woken.set_value(); });
  ASSERT_TRUE(host->Rebuild().ok());
  EXPECT_NE(wakes.wait_for(std::chrono::seconds(0)), std::future_status::ready);
  MustAppend(*log_, OneEvent(Stream("u1"), 1, "Changed"));
  wakes.wait();
  EXPECT_EQ(host->progress().position, log_->Head());
  host->CancelWait(id);
}

TEST_F(ProjectionHostTest, WakesWhoWaitsWhenItEnds) {
  std::promise<void> woken;
  auto host = Start();
  host->WaitForHead({0, 1}, [&woken] { woken.set_value(); });
  host.reset();
  woken.get_future().wait();
}

TEST_F(ProjectionHostTest, WaitsForReadersBeforeItDropsTheirRows) {
  MustAppend(*log_, OneEvent(Stream("u1"), 0, "Created"));
  auto host = Start();
  CatchUp(*host);
  auto reading = std::make_unique<ProjectionHost::Rows>(host->rows());
  std::thread rebuild([&] { EXPECT_TRUE(host->Rebuild().ok()); });
  while (host->rows().prefix == reading->prefix) std::this_thread::yield();
  EXPECT_TRUE(derived_->Get(reading->prefix + "u1")->has_value());
  const std::string old = reading->prefix;
  reading.reset();
  rebuild.join();
  EXPECT_FALSE(derived_->Get(old + "u1")->has_value());
}

TEST_F(ProjectionHostTest, AnswersFromTheOldVersionUntilTheNewOneHasCaughtUp) {
  MustAppend(*log_, OneEvent(Stream("u1"), 0, "Created"));
  CatchUp(*Start());
  std::promise<void> may_build;
  ProjectionSpec spec = LastTypeSpec(2);
  spec.make = [make = spec.make, may = may_build.get_future().share()](
                  uint32_t version) -> std::unique_ptr<Projection> {
    if (version == 1) return make(version);
    return std::make_unique<Held>(may, make(version));
  };
  auto host = Start(std::move(spec));
  // The old rows are read, and kept up to date.
  EXPECT_EQ(host->rows().schema_version, 1u);
  EXPECT_EQ(Row(*host, "u1"), "Created");
  MustAppend(*log_, OneEvent(Stream("u2"), 0, "Created"));
  CatchUp(*host);
  EXPECT_EQ(host->rows().schema_version, 1u);
  EXPECT_EQ(Row(*host, "u2"), "Created");
  EXPECT_FALSE(*host->Degraded(host->rows(), nullptr));
  while (!host->rebuilding()) std::this_thread::yield();
  EXPECT_EQ(host->rebuilding()->schema_version, 2u);
  may_build.set_value();
  while (host->rows().schema_version == 1) std::this_thread::yield();
  EXPECT_EQ(Row(*host, "u1"), "*Created");
  EXPECT_EQ(Row(*host, "u2"), "*Created");
  EXPECT_FALSE(*host->Degraded(host->rows(), nullptr));
  while (host->rebuilding()) std::this_thread::yield();
  EXPECT_TRUE(host->upgrade_status().ok());
}

TEST_F(ProjectionHostTest, BeginsAnUpgradeAnewThatWasCutShort) {
  MustAppend(*log_, OneEvent(Stream("u1"), 0, "Created"));
  CatchUp(*Start());
  ProjectionSpec spec = LastTypeSpec(2);
  {
    auto host = Start(spec);
    host->Stop();
  }
  auto host = Start(spec);
  while (host->rows().schema_version == 1) std::this_thread::yield();
  EXPECT_EQ(Row(*host, "u1"), "*Created");
}

TEST_F(ProjectionHostTest,
       SaysThatAnswersAreDegradedWhileRowsAreMadeOfNothing) {
  MustAppend(*log_, OneEvent(Stream("u1"), 0, "Created"));
  std::promise<void> may_build;
  ProjectionSpec spec = LastTypeSpec();
  spec.make = [make = spec.make,
               may = may_build.get_future().share()](uint32_t version) {
    return std::make_unique<Held>(may, make(version));
  };
  auto host = Start(std::move(spec));
  EXPECT_TRUE(*host->Degraded(host->rows(), nullptr));
  may_build.set_value();
  CatchUp(*host);
  EXPECT_FALSE(*host->Degraded(host->rows(), nullptr));
}

TEST_F(ProjectionHostTest, ThrowsRowsAwayThatItCannotMakeAnyMore) {
  MustAppend(*log_, OneEvent(Stream("u1"), 0, "Created"));
  CatchUp(*Start(LastTypeSpec(2)));
  auto host = Start(LastTypeSpec(1));
  CatchUp(*host);
  EXPECT_EQ(host->rows().schema_version, 1u);
  EXPECT_EQ(Row(*host, "u1"), "Created");
}

TEST_F(ProjectionHostTest, DegradesTheAnswersOfWhomItCouldNotFollow) {
  MustAppend(*log_, OneEvent(Stream("u1", "acme"), 0, "Poison"));
  MustAppend(*log_, OneEvent(Stream("u1", "nova"), 0, "Created"));
  auto host = Start();
  CatchUp(*host);
  const TenantId acme{"acme"};
  const TenantId nova{"nova"};
  EXPECT_TRUE(*host->Degraded(host->rows(), nullptr));
  EXPECT_TRUE(*host->Degraded(host->rows(), &acme));
  EXPECT_FALSE(*host->Degraded(host->rows(), &nova));
}

}  // namespace
}  // namespace rollbook::eventstore

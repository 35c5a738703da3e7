#include "eventstore/projection_host.h"

#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>

#include "base/crypto/random.h"
#include "base/error.h"
#include "base/fake_clock.h"
#include "eventstore/in_memory_event_store.h"
#include "eventstore/test_support.h"

namespace rollbook::eventstore {
namespace {

// Rows: stream id -> what comes first, and the type of its last event.
class LastType final : public Projection {
 public:
  explicit LastType(std::string before) : before_(std::move(before)) {}
  absl::Status Apply(const Record& record, ProjectionRows& rows) override {
    if (record.type == "Poison") {
      return base::Error(base::Reason::kDataCorrupted);
    }
    rows.Put(record.stream.id, before_ + record.type);
    return absl::OkStatus();
  }

 private:
  const std::string before_;
};

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

// Version 1 has the bare type, and 2 a mark before it.
ProjectionSpec LastTypeSpec(uint32_t version = 1) {
  return {.name = "last",
          .schema_version = version,
          .make = [version](uint32_t of) -> std::unique_ptr<Projection> {
            if (of > version) return nullptr;
            return std::make_unique<LastType>(of == 1 ? "" : "*");
          }};
}

class ProjectionHostTest : public testing::Test {
 protected:
  std::unique_ptr<ProjectionHost> Start(ProjectionSpec spec = LastTypeSpec()) {
    auto host =
        ProjectionHost::Start(log_.get(), derived_.get(), std::move(spec));
    EXPECT_TRUE(host.ok()) << host.status();
    return *std::move(host);
  }

  void CatchUp(ProjectionHost& host) {
    std::promise<void> reached;
    const uint64_t id =
        host.WaitForHead(log_->Head(), [&reached] { reached.set_value(); });
    reached.get_future().wait();
    host.CancelWait(id);
  }

  std::string Row(const ProjectionHost& host, const std::string& stream) {
    const auto row = derived_->Get(host.rows().prefix + stream);
    return row.ok() && *row ? **row : "";
  }

  size_t AllRows() {
    size_t rows = 0;
    EXPECT_TRUE(derived_
                    ->Scan("", "",
                           [&](std::string_view, std::string_view) {
                             ++rows;
                             return true;
                           })
                    .ok());
    return rows;
  }

  base::FakeClock clock_{Noon()};
  std::unique_ptr<EventStore> log_ =
      MakeInMemoryEventStore(clock_, base::CryptoRandom());
  std::unique_ptr<DerivedStore> derived_ = MakeInMemoryDerivedStore();
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

class ProjectionVerifierTest : public ProjectionHostTest {
 protected:
  ProjectionVerifierTest() {
    for (const char* const user : {"u1", "u2", "u3"}) {
      MustAppend(*log_, OneEvent(Stream(user), 0, "Created"));
    }
    MustAppend(*log_, OneEvent(Stream("u4"), 0, "Poison"));
    host_ = Start();
    CatchUp(*host_);
  }

  std::optional<ProjectionVerifier::Difference> Verify() {
    auto verifier = host_->Verify();
    EXPECT_TRUE(verifier.ok());
    while (!(*verifier)->done()) EXPECT_TRUE((*verifier)->Step(2).ok());
    return (*verifier)->difference();
  }

  void Write(const std::string& key, std::optional<std::string> value) {
    ASSERT_TRUE(derived_->Write({{host_->rows().prefix + key, value}}).ok());
  }

  std::unique_ptr<ProjectionHost> host_;
};

TEST_F(ProjectionVerifierTest, FindsNothingWhereNothingIsWrong) {
  EXPECT_FALSE(Verify());
}

TEST_F(ProjectionVerifierTest, LeavesNothingBehind) {
  const size_t rows = AllRows();
  Verify();
  EXPECT_EQ(AllRows(), rows);
}

TEST_F(ProjectionVerifierTest, NamesTheFirstRowThatIsAnother) {
  Write("u2", "rubbish");
  Write("u3", "rubbish");
  const auto difference = Verify();
  ASSERT_TRUE(difference);
  EXPECT_EQ(difference->key, "u2");
  EXPECT_EQ(difference->expected, "Created");
  EXPECT_EQ(difference->found, "rubbish");
}

TEST_F(ProjectionVerifierTest, NamesARowThatIsMissing) {
  Write("u3", std::nullopt);
  const auto difference = Verify();
  ASSERT_TRUE(difference);
  EXPECT_EQ(difference->key, "u3");
  EXPECT_FALSE(difference->found);
}

TEST_F(ProjectionVerifierTest, NamesARowThatShouldNotBeThere) {
  Write("u2a", "extra");
  const auto difference = Verify();
  ASSERT_TRUE(difference);
  EXPECT_EQ(difference->key, "u2a");
  EXPECT_FALSE(difference->expected);
}

TEST_F(ProjectionVerifierTest, ComparesOneViewWhileTheRowsGoOn) {
  auto verifier = host_->Verify();
  ASSERT_TRUE(verifier.ok());
  ASSERT_TRUE((*verifier)->Step(1).ok());
  MustAppend(*log_, OneEvent(Stream("u1"), 1, "Changed"));
  CatchUp(*host_);
  while (!(*verifier)->done()) ASSERT_TRUE((*verifier)->Step(1).ok());
  EXPECT_FALSE((*verifier)->difference());
  EXPECT_LT((*verifier)->position(), log_->Head());
}

TEST_F(ProjectionVerifierTest, IsOneAtATime) {
  auto first = host_->Verify();
  EXPECT_EQ(base::ReasonOf(host_->Verify().status()),
            base::Reason::kOverloaded);
  first->reset();
  EXPECT_TRUE(host_->Verify().ok());
}

}  // namespace
}  // namespace rollbook::eventstore

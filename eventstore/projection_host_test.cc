#include "eventstore/projection_host.h"

#include <gtest/gtest.h>

#include <future>
#include <string>
#include <thread>

#include "base/crypto/random.h"
#include "base/fake_clock.h"
#include "eventstore/in_memory_event_store.h"
#include "eventstore/test_support.h"

namespace rollbook::eventstore {
namespace {

// Rows: stream id -> type of its last event.
class LastType final : public Projection {
 public:
  std::string_view name() const override { return "last"; }
  uint32_t schema_version() const override { return 1; }
  absl::Status Apply(const Record& record, ProjectionRows& rows) override {
    rows.Put(record.stream.id, record.type);
    return absl::OkStatus();
  }
};

class ProjectionHostTest : public testing::Test {
 protected:
  std::unique_ptr<ProjectionHost> Start() {
    auto host = ProjectionHost::Start(log_.get(), derived_.get(), [] {
      return std::make_unique<LastType>();
    });
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

TEST_F(ProjectionHostTest, WakesWhoWaitsWhileTheRowsAreSwapped) {
  auto host = Start();
  std::promise<void> woken;
  const uint64_t id =
      host->WaitForHead({0, 1}, [&woken] { woken.set_value(); });
  ASSERT_TRUE(host->Rebuild().ok());
  woken.get_future().wait();
  host->CancelWait(id);
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

}  // namespace
}  // namespace rollbook::eventstore

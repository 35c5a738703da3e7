#include "eventstore/projection_runner.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "base/crypto/random.h"
#include "base/error.h"
#include "base/fake_clock.h"
#include "eventstore/in_memory_event_store.h"
#include "eventstore/rocksdb/derived_store.h"
#include "eventstore/test_support.h"

namespace rollbook::eventstore {
namespace {

// Rows: stream id -> number of its events. Refuses events of type "Poison".
class CountEvents final : public Projection {
 public:
  absl::Status Apply(const Record& record, ProjectionRows& rows) override {
    const auto before = rows.Get(record.stream.id);
    if (!before.ok()) return before.status();
    const int count = *before ? std::stoi(**before) : 0;
    rows.Put(record.stream.id, std::to_string(count + 1));
    if (record.type == "Poison") {
      return base::Error(base::Reason::kDataCorrupted);
    }
    return absl::OkStatus();
  }
};

class ProjectionRunnerTest : public testing::Test {
 protected:
  void Append(const std::string& stream, const std::string& type = "Event") {
    const StreamId id{{"acme"}, stream};
    const auto state = log_->Load(id);
    ASSERT_TRUE(state.ok());
    AppendRequest request;
    request.stream = id;
    request.expected_version = *state ? (*state)->version : Version{0};
    request.events.push_back({.type = type,
                              .schema_version = 1,
                              .metadata = "",
                              .clear_payload = "",
                              .sealed_payload = ""});
    request.snapshot.emplace();
    ASSERT_TRUE(log_->AppendAndWait(std::move(request)).ok());
  }

  std::unique_ptr<ProjectionRunner> Start(uint32_t schema = 1) {
    ProjectionSpec spec;
    spec.make = [](uint32_t) { return std::make_unique<CountEvents>(); };
    auto runner = ProjectionRunner::Start(log_.get(), derived_.get(), spec,
                                          {schema, "count"}, [](Position) {});
    EXPECT_TRUE(runner.ok());
    return *std::move(runner);
  }

  void CatchUp(ProjectionRunner& runner) {
    runner.Hurry(log_->Head().number);
    while (runner.progress().position < log_->Head()) std::this_thread::yield();
  }

  std::string Row(const std::string& stream) {
    const auto row = derived_->Get(ProjectionRowPrefix("count") + stream);
    EXPECT_TRUE(row.ok());
    return row->value_or("none");
  }

  base::FakeClock clock_{absl::FromUnixSeconds(1'773'403'200)};
  std::unique_ptr<EventStore> log_ =
      MakeInMemoryEventStore(clock_, base::CryptoRandom());
  std::unique_ptr<DerivedStore> derived_ = MakeInMemoryDerivedStore();
};

TEST_F(ProjectionRunnerTest, FollowsTheLogFromItsBeginning) {
  Append("a");
  const auto runner = Start();
  Append("a");
  Append("b");
  CatchUp(*runner);
  EXPECT_EQ(Row("a"), "2");
  EXPECT_EQ(Row("b"), "1");
  EXPECT_EQ(runner->progress().position, log_->Head());
}

TEST_F(ProjectionRunnerTest, GoesOnWhereItsCheckpointStands) {
  Append("a");
  CatchUp(*Start());
  // Would be counted again if it began at the beginning.
  Append("a");
  CatchUp(*Start());
  EXPECT_EQ(Row("a"), "2");
}

TEST_F(ProjectionRunnerTest, BuildsItsRowsAgainForAnotherSchemaVersion) {
  Append("a");
  CatchUp(*Start());
  ASSERT_TRUE(
      derived_->Write({{ProjectionRowPrefix("count") + "old", "7"}}).ok());
  CatchUp(*Start(2));
  EXPECT_EQ(Row("a"), "1");
  EXPECT_EQ(Row("old"), "none");
}

TEST_F(ProjectionRunnerTest, BuildsItsRowsAgainOnAnotherLog) {
  Append("a");
  Append("a");
  CatchUp(*Start());
  log_ = MakeInMemoryEventStore(clock_, base::CryptoRandom());
  Append("b");
  Append("b");
  Append("b");
  CatchUp(*Start());
  EXPECT_EQ(Row("a"), "none");
  EXPECT_EQ(Row("b"), "3");
}

TEST_F(ProjectionRunnerTest, ParksAPoisonousRecordAndAllLaterOnesOfItsStream) {
  Append("a");
  Append("a", "Poison");
  Append("a");
  Append("b");
  const auto runner = Start();
  CatchUp(*runner);
  // Nothing of the refused record stays, and the other stream goes on.
  EXPECT_EQ(Row("a"), "1");
  EXPECT_EQ(Row("b"), "1");
  EXPECT_EQ(runner->progress().parked, 2u);
  EXPECT_TRUE(runner->progress().status.ok());
}

TEST_F(ProjectionRunnerTest, KeepsAStreamParkedAfterARestart) {
  Append("a", "Poison");
  CatchUp(*Start());
  Append("a");
  const auto runner = Start();
  CatchUp(*runner);
  EXPECT_EQ(Row("a"), "none");
  EXPECT_EQ(runner->progress().parked, 2u);
}

TEST_F(ProjectionRunnerTest, WorksTheSameOnRocksDb) {
  const base::TempDir directory;
  auto opened = OpenRocksDbDerivedStore(directory.path());
  ASSERT_TRUE(opened.ok()) << opened.status();
  derived_ = *std::move(opened);
  Append("a");
  Append("b", "Poison");
  CatchUp(*Start());
  derived_.reset();
  opened = OpenRocksDbDerivedStore(directory.path());
  ASSERT_TRUE(opened.ok()) << opened.status();
  derived_ = *std::move(opened);
  Append("a");
  auto runner = Start();
  CatchUp(*runner);
  EXPECT_EQ(Row("a"), "2");
  EXPECT_EQ(Row("b"), "none");
  EXPECT_EQ(runner->progress().parked, 1u);
  runner.reset();
  derived_.reset();  // before its directory
}

TEST_F(ProjectionRunnerTest, TellsWhoseStreamsAreParked) {
  Append("a", "Poison");
  Append("b", "Poison");
  const auto runner = Start();
  CatchUp(*runner);
  const TenantId acme{"acme"};
  const TenantId nova{"nova"};
  EXPECT_EQ(runner->ParkedStreams(nullptr, 9)->size(), 2u);
  EXPECT_EQ(runner->ParkedStreams(&acme, 1)->size(), 1u);
  EXPECT_TRUE(runner->ParkedStreams(&nova, 9)->empty());
}

TEST_F(ProjectionRunnerTest, GoesOnWhereItWasStopped) {
  Append("a");
  const auto runner = Start();
  CatchUp(*runner);
  runner->Stop();
  Append("a");
  EXPECT_EQ(Row("a"), "1");
  runner->GoOn();
  CatchUp(*runner);
  EXPECT_EQ(Row("a"), "2");
}

}  // namespace
}  // namespace rollbook::eventstore

#include <string>
#include <variant>
#include <vector>

#include "base/error.h"
#include "eventstore/conformance.h"

namespace rollbook::eventstore {
namespace {

using ConformanceAppend = Conformance;

TEST_P(ConformanceAppend, StartsEmpty) {
  EXPECT_EQ(store().Head(), Position{});
  EXPECT_EQ(store().HeadTime(), absl::InfinitePast());
  EXPECT_EQ(store().Lineage().size(), 32u);
  EXPECT_FALSE(store().Load(Stream("u1"))->has_value());
  EXPECT_TRUE(store().ReadLog({}, 10, 1 << 20)->empty());
  EXPECT_TRUE(store().Stats().write_stop.ok());
}

TEST_P(ConformanceAppend, MakesAnEventAndItsStateOneWrite) {
  const Appended appended =
      MustAppend(store(), OneEvent(Stream("u1"), 0, "UserCreated"));
  EXPECT_EQ(appended.position, (Position{0, 1}));
  EXPECT_EQ(appended.version, Version{1});
  EXPECT_EQ(appended.time, Noon());

  const auto state = store().Load(Stream("u1"));
  ASSERT_TRUE(state.ok() && state->has_value());
  EXPECT_EQ((*state)->version, Version{1});
  EXPECT_EQ((*state)->position, appended.position);
  EXPECT_EQ((*state)->created, Noon());
  EXPECT_EQ((*state)->updated, Noon());
  EXPECT_EQ((*state)->sealed_state, "state 1");

  const auto events = store().ReadStream(Stream("u1"), Version{1}, 10);
  ASSERT_TRUE(events.ok());
  ASSERT_EQ(events->size(), 1u);
  const Record& record = events->front();
  EXPECT_EQ(record.stream, Stream("u1"));
  EXPECT_EQ(record.type, "UserCreated");
  EXPECT_EQ(record.sealed_payload, "payload");
  EXPECT_EQ(record.clear_payload, "clear");
  EXPECT_EQ(record.metadata, "metadata");
  EXPECT_EQ(record.previous_hash, base::Hash256{});
  EXPECT_EQ(record.time, Noon());
}

TEST_P(ConformanceAppend, KeepsCreationTimeAndMovesUpdateTime) {
  MustAppend(store(), OneEvent(Stream("u1"), 0));
  clock_.Advance(absl::Seconds(7));
  const Appended second = MustAppend(store(), OneEvent(Stream("u1"), 1));
  EXPECT_EQ(second.version, Version{2});
  const auto state = store().Load(Stream("u1"));
  ASSERT_TRUE(state.ok() && state->has_value());
  EXPECT_EQ((*state)->created, Noon());
  EXPECT_EQ((*state)->updated, Noon() + absl::Seconds(7));
  EXPECT_EQ(CheckWholeLog(store()), 2u);
}

TEST_P(ConformanceAppend, RefusesAnotherVersionThanExpected) {
  MustAppend(store(), OneEvent(Stream("u1"), 0));
  for (const uint64_t wrong : {0, 2, 7}) {
    const auto outcome = store().AppendAndWait(OneEvent(Stream("u1"), wrong));
    ASSERT_TRUE(outcome.ok());
    const auto* mismatch = std::get_if<VersionMismatch>(&*outcome);
    ASSERT_NE(mismatch, nullptr);
    EXPECT_EQ(mismatch->current, Version{1});
  }
  EXPECT_EQ(CheckWholeLog(store()), 1u);
}

TEST_P(ConformanceAppend, NumbersSeveralEventsOfOneAppend) {
  AppendRequest request = OneEvent(Stream("u1"), 0);
  request.events.push_back(Event("Second"));
  request.events.push_back(Event("Third"));
  const Appended appended = MustAppend(store(), request);
  EXPECT_EQ(appended.version, Version{3});
  EXPECT_EQ(appended.position, (Position{0, 3}));
  EXPECT_EQ(CheckWholeLog(store()), 3u);
}

TEST_P(ConformanceAppend, KeepsTenantsApart) {
  MustAppend(store(), OneEvent(Stream("u1", "acme"), 0));
  MustAppend(store(), OneEvent(Stream("u1", "other"), 0));
  EXPECT_EQ(store().ReadStream(Stream("u1", "acme"), {1}, 9)->size(), 1u);
  EXPECT_EQ(store().ReadStream(Stream("u1", "other"), {1}, 9)->size(), 1u);
}

TEST_P(ConformanceAppend, WritesSideRowsWithTheEvent) {
  AppendRequest request = OneEvent(Stream("u1"), 0);
  request.side_writes.push_back({.family = SideWrite::Family::kKeys,
                                 .key = "",
                                 .value = "wrapped",
                                 .expected = ""});
  request.side_writes.push_back({.family = SideWrite::Family::kMeta,
                                 .key = "partner/acme",
                                 .value = "row",
                                 .expected = std::nullopt});
  MustAppend(store(), request);
  EXPECT_EQ(*store().GetKey(Stream("u1")), "wrapped");
  EXPECT_EQ(*store().GetMeta("partner/acme"), "row");
  EXPECT_EQ(store().ScanMeta("partner/")->size(), 1u);
  EXPECT_EQ(store().ScanMeta("")->size(), 1u);
}

TEST_P(ConformanceAppend, RefusesASideWriteWhoseExpectationDoesNotHold) {
  AppendRequest request;
  request.stream = Stream("u1");
  request.side_writes.push_back({.family = SideWrite::Family::kKeys,
                                 .key = "",
                                 .value = "new",
                                 .expected = "old"});
  auto outcome = store().AppendAndWait(request);
  ASSERT_TRUE(outcome.ok());
  EXPECT_TRUE(std::holds_alternative<SideWriteConflict>(*outcome));

  request.side_writes[0].expected = "";
  MustAppend(store(), request);
  outcome = store().AppendAndWait(request);
  ASSERT_TRUE(outcome.ok());
  EXPECT_TRUE(std::holds_alternative<SideWriteConflict>(*outcome));

  request.side_writes[0].expected = "new";
  request.side_writes[0].value = std::nullopt;
  MustAppend(store(), request);
  EXPECT_FALSE(store().GetKey(Stream("u1"))->has_value());
}

TEST_P(ConformanceAppend, ReplacesAStateWithoutAnEvent) {
  MustAppend(store(), OneEvent(Stream("u1"), 0));
  AppendRequest request;
  request.stream = Stream("u1");
  request.expected_version = Version{1};
  request.snapshot = NewSnapshot{
      .state_schema = 2, .erased = false, .sealed_state = "folded again"};
  clock_.Advance(absl::Seconds(1));
  const Appended appended = MustAppend(store(), request);
  EXPECT_EQ(appended.time, Noon());
  const auto state = store().Load(Stream("u1"));
  ASSERT_TRUE(state.ok() && state->has_value());
  EXPECT_EQ((*state)->state_schema, 2);
  EXPECT_EQ((*state)->updated, Noon());
  EXPECT_EQ((*state)->sealed_state, "folded again");
  EXPECT_EQ(CheckWholeLog(store()), 1u);
}

TEST_P(ConformanceAppend, RefusesWhatNoAppendCanMean) {
  const auto reason = [&](const AppendRequest& request) {
    return base::ReasonOf(store().AppendAndWait(request).status());
  };
  AppendRequest no_version = OneEvent(Stream("u1"), 0);
  no_version.expected_version.reset();
  EXPECT_EQ(reason(no_version), base::Reason::kInvalidArgument);

  AppendRequest no_snapshot = OneEvent(Stream("u1"), 0);
  no_snapshot.snapshot.reset();
  EXPECT_EQ(reason(no_snapshot), base::Reason::kInvalidArgument);

  EXPECT_EQ(reason(OneEvent(Stream(""), 0)), base::Reason::kInvalidArgument);
  EXPECT_EQ(reason(OneEvent(Stream(std::string(65, 'x')), 0)),
            base::Reason::kInvalidArgument);

  AppendRequest reserved = OneEvent(Stream("u1"), 0);
  reserved.side_writes.push_back({.family = SideWrite::Family::kMeta,
                                  .key = "$lineage",
                                  .value = "x",
                                  .expected = std::nullopt});
  EXPECT_EQ(reason(reserved), base::Reason::kInvalidArgument);

  AppendRequest large = OneEvent(Stream("u1"), 0);
  large.events[0].sealed_payload.assign(kMaxRecordBytes, 'x');
  EXPECT_EQ(reason(large), base::Reason::kRecordTooLarge);
  EXPECT_EQ(store().Head(), Position{});
}

TEST_P(ConformanceAppend, RepeatsTheLastTimeWhenTheClockStepsBack) {
  MustAppend(store(), OneEvent(Stream("u1"), 0));
  clock_.SetWallClock(Noon() - absl::Seconds(5));
  EXPECT_EQ(MustAppend(store(), OneEvent(Stream("u1"), 1)).time, Noon());
}

TEST_P(ConformanceAppend, RefusesWhileTheClockIsFarBehind) {
  MustAppend(store(), OneEvent(Stream("u1"), 0));
  clock_.SetWallClock(Noon() - absl::Seconds(6));
  EXPECT_EQ(
      base::ReasonOf(store().AppendAndWait(OneEvent(Stream("u1"), 1)).status()),
      base::Reason::kClockUnsure);
  EXPECT_FALSE(store().Stats().write_stop.ok());
  clock_.SetWallClock(Noon());
  MustAppend(store(), OneEvent(Stream("u1"), 1));
}

TEST_P(ConformanceAppend, RefusesWhileTheClockHasJumpedAhead) {
  clock_.SetWallClock(Noon() + absl::Minutes(11));
  EXPECT_EQ(
      base::ReasonOf(store().AppendAndWait(OneEvent(Stream("u1"), 0)).status()),
      base::Reason::kClockUnsure);
  clock_.SetWallClock(Noon() + absl::Minutes(9));
  MustAppend(store(), OneEvent(Stream("u1"), 0));
}

class Recorder final : public AppendObserver {
 public:
  void BeforeWrite(const StreamId& stream) override { Tell("before", stream); }
  void AfterWrite(const StreamId& stream) override { Tell("after", stream); }

  std::vector<std::string> told;

 private:
  void Tell(const std::string& when, const StreamId& stream) {
    told.push_back(when + " " + stream.id);
  }
};

TEST_P(ConformanceAppend, TellsItsObserverOfChangesBeforeAndAfterTheWrite) {
  Recorder recorder;
  ASSERT_TRUE(store().ObserveAppends(&recorder));
  MustAppend(store(), OneEvent(Stream("u1"), 0));
  EXPECT_TRUE(recorder.told.empty());  // nobody can have read it before
  MustAppend(store(), OneEvent(Stream("u1"), 1));
  EXPECT_EQ(recorder.told, (std::vector<std::string>{"before u1", "after u1"}));

  recorder.told.clear();
  AppendRequest only_state;
  only_state.stream = Stream("u1");
  only_state.expected_version = Version{2};
  only_state.snapshot = NewSnapshot{.sealed_state = "another"};
  MustAppend(store(), only_state);
  EXPECT_EQ(recorder.told.size(), 2u);

  ASSERT_TRUE(store().ObserveAppends(nullptr));
  MustAppend(store(), OneEvent(Stream("u1"), 2));
  EXPECT_EQ(recorder.told.size(), 2u);
}

ROLLBOOK_RUN_CONFORMANCE(ConformanceAppend);

}  // namespace
}  // namespace rollbook::eventstore

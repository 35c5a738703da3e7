#include <filesystem>
#include <fstream>
#include <functional>

#include "base/error.h"
#include "eventstore/keys.h"
#include "eventstore/lineage.h"
#include "eventstore/rocksdb/batch_sink.h"
#include "eventstore/rocksdb/database.h"
#include "eventstore/rocksdb/watermark.h"
#include "eventstore/test_support.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rollbook::eventstore {
namespace {

using testing::HasSubstr;

class OpeningTest : public testing::Test {
 protected:
  RocksDbOptions Options() { return SmallStore(directory_.path(), clock_); }

  std::unique_ptr<RocksDbEventStore> MustOpen(RocksDbOptions options) {
    auto store = OpenRocksDbEventStore(std::move(options));
    EXPECT_TRUE(store.ok()) << store.status();
    return store.ok() ? *std::move(store) : nullptr;
  }

  void ExpectRefusal(const std::string& text) {
    ExpectRefusal(Options(), text);
  }
  void ExpectRefusal(RocksDbOptions options, const std::string& text) {
    const auto store = OpenRocksDbEventStore(std::move(options));
    ASSERT_FALSE(store.ok());
    EXPECT_THAT(std::string(store.status().message()), HasSubstr(text));
  }

  // A closed store with events on two streams.
  void MakeStore(uint64_t events = 10) {
    const auto store = MustOpen(Options());
    for (uint64_t i = 0; i < events; ++i) {
      MustAppend(*store, OneEvent(Stream(i % 2 == 0 ? "u1" : "u2"), i / 2));
    }
  }

  // Changes rows behind the store's back.
  void Tamper(const std::function<void(Database&, BatchSink&)>& change) {
    FailureLatch failure(nullptr);
    auto database = Database::Open(directory_.path() + "/store", Options(),
                                   Database::Creation::kMayCreate, failure);
    ASSERT_TRUE(database.ok()) << database.status();
    BatchSink sink(**database);
    change(**database, sink);
    if (sink.empty()) return;
    ASSERT_TRUE((*database)->Write(sink.batch()).ok());
  }

  // The next opening looks at the whole log again.
  static void ForgetVerified(BatchSink& sink) {
    sink.Delete(Family::kMeta, kVerifiedMetaKey);
  }

  Watermark MustReadWatermark() {
    return *ReadKnownHead(*rocksdb::Env::Default(), directory_.path())
                ->watermark;
  }
  void PutWatermark(const Watermark& watermark) {
    ASSERT_TRUE(
        WriteWatermark(*rocksdb::Env::Default(), directory_.path(), watermark)
            .ok());
  }

  base::TempDir directory_;
  base::FakeClock clock_{Noon()};
};

TEST_F(OpeningTest, FindsEverythingAgain) {
  MakeStore();
  std::string lineage;
  {
    const auto store = MustOpen(Options());
    lineage = store->Lineage();
    EXPECT_EQ(CheckWholeLog(*store), 10u);
    EXPECT_EQ(store->HeadTime(), Noon());
    MustAppend(*store, OneEvent(Stream("u1"), 5));
  }
  const auto store = MustOpen(Options());
  EXPECT_EQ(CheckWholeLog(*store), 11u);
  EXPECT_EQ(store->Lineage(), lineage);
}

TEST_F(OpeningTest, RemembersAnswersAndSignatures) {
  AppendRequest request = OneEvent(Stream("u1"), 0);
  request.idempotency = IdempotencyEntry{
      .source = "rest",
      .key = "k",
      .fingerprint = HashOf("f"),
      .answer =
          StoredAnswer{.reason = "", .sealed_body = "body", .request_id = "r"}};
  AppendRequest second = OneEvent(Stream("u2"), 0);
  second.replay_guard = ReplayGuard{.signature = HashOf("s"),
                                    .expires = Noon() + absl::Minutes(2)};
  {
    const auto store = MustOpen(Options());
    MustAppend(*store, request);
    MustAppend(*store, second);
  }
  const auto store = MustOpen(Options());
  EXPECT_TRUE(std::holds_alternative<Replayed>(*store->AppendAndWait(request)));
  second.expected_version = Version{1};
  EXPECT_TRUE(
      std::holds_alternative<SignatureSeen>(*store->AppendAndWait(second)));
}

TEST_F(OpeningTest, RefusesADirectoryInUse) {
  const auto store = MustOpen(Options());
  ExpectRefusal("in use");
}

TEST_F(OpeningTest, RefusesToCreateWhereAStoreMustBe) {
  RocksDbOptions options = Options();
  options.must_exist = true;
  ExpectRefusal(options, "no store");
}

TEST_F(OpeningTest, RefusesADirectoryOfSomebodyElse) {
  std::filesystem::create_directory(directory_.path() + "/store");
  std::ofstream(directory_.path() + "/store/photo.jpg") << "x";
  ExpectRefusal("not a store of Rollbook");
}

TEST_F(OpeningTest, RefusesADatabaseOfSomebodyElse) {
  MakeStore();
  Tamper([](Database&, BatchSink& sink) {
    sink.Put(Family::kMeta, kFormatMetaKey, "something");
  });
  ExpectRefusal("not a store of Rollbook");
}

TEST_F(OpeningTest, RefusesANewerFormat) {
  MakeStore();
  Tamper([](Database&, BatchSink& sink) {
    sink.Put(Family::kMeta, kFormatMetaKey, "rollbook-store-2");
  });
  ExpectRefusal("newer version");
}

TEST_F(OpeningTest, FinishesACreationThatWasCutShort) {
  PutWatermark({.lineage = std::string(32, 'a'), .head = {}, .head_hash = {}});
  Tamper([](Database&, BatchSink&) {});
  const auto store = MustOpen(Options());
  EXPECT_EQ(store->Lineage(), std::string(32, 'a'));
  MustAppend(*store, OneEvent(Stream("u1"), 0));
}

TEST_F(OpeningTest, RefusesAMissingWatermark) {
  MakeStore();
  std::filesystem::remove(directory_.path() + "/watermark");
  ExpectRefusal("watermark is missing");
}

TEST_F(OpeningTest, RefusesADamagedWatermark) {
  MakeStore();
  std::ofstream(directory_.path() + "/watermark") << "rollbook-water";
  ExpectRefusal("watermark file is damaged");
}

TEST_F(OpeningTest, RefusesAStoreThatIsGoneButForItsWatermark) {
  MakeStore();
  std::filesystem::remove_all(directory_.path() + "/store");
  ExpectRefusal("watermark says that it had 10 records");
}

TEST_F(OpeningTest, RefusesALogBehindItsWatermark) {
  MakeStore();
  Watermark ahead = MustReadWatermark();
  ahead.head.number = 11;
  PutWatermark(ahead);
  ExpectRefusal("acknowledged records are missing");
}

TEST_F(OpeningTest, AcceptsAWatermarkBehindTheLog) {
  MakeStore(1);
  const Watermark behind = MustReadWatermark();
  {
    const auto store = MustOpen(Options());
    MustAppend(*store, OneEvent(Stream("u1"), 1));
  }
  PutWatermark(behind);
  EXPECT_EQ(CheckWholeLog(*MustOpen(Options())), 2u);
}

TEST_F(OpeningTest, RefusesAnotherRecordThanTheWatermarkNames) {
  MakeStore();
  Watermark other = MustReadWatermark();
  other.head_hash[0] ^= 1;
  PutWatermark(other);
  ExpectRefusal("not the one that its watermark names");
}

TEST_F(OpeningTest, RefusesTheWatermarkOfAnotherLog) {
  MakeStore();
  Watermark other = MustReadWatermark();
  other.lineage[0] = other.lineage[0] == 'a' ? 'b' : 'a';
  PutWatermark(other);
  ExpectRefusal("another log");
}

TEST_F(OpeningTest, RenamesALogWhoseRollbackIsAccepted) {
  MakeStore();
  Watermark ahead = MustReadWatermark();
  ahead.head.number = 12;
  PutWatermark(ahead);
  RocksDbOptions options = Options();
  options.accept_rollback = true;
  std::string lineage;
  {
    const auto store = MustOpen(options);
    lineage = store->Lineage();
    EXPECT_NE(lineage, ahead.lineage);
    EXPECT_EQ(CheckWholeLog(*store), 11u);
    const auto forks = store->ReadStream(LineageStream(), Version{1}, 9);
    ASSERT_EQ(forks->size(), 1u);
    const auto fork = ParseFork(forks->front());
    ASSERT_TRUE(fork.ok());
    EXPECT_EQ(*fork, (LogFork{.old_lineage = ahead.lineage,
                              .new_lineage = lineage,
                              .old_head = {0, 12},
                              .new_head = {0, 10}}));
  }
  // Once: the flag may stay where nothing is wrong.
  EXPECT_EQ(MustOpen(options)->Lineage(), lineage);
  EXPECT_EQ(MustOpen(Options())->Lineage(), lineage);
}

TEST_F(OpeningTest, NamesTheFirstDamagedPosition) {
  MakeStore();
  Tamper([](Database& database, BatchSink& sink) {
    std::string record = **database.Get(Family::kLog, LogKey(4));
    record[100] = static_cast<char>(record[100] ^ 1);
    sink.Put(Family::kLog, LogKey(4), record);
    ForgetVerified(sink);
  });
  ExpectRefusal("Position 4 of the log: the record is damaged");
}

TEST_F(OpeningTest, NamesAMissingPosition) {
  MakeStore();
  Tamper([](Database&, BatchSink& sink) {
    sink.Delete(Family::kLog, LogKey(6));
    ForgetVerified(sink);
  });
  ExpectRefusal("Position 6 of the log: it is missing");
}

TEST_F(OpeningTest, RefusesASwappedRecord) {
  MakeStore();
  Tamper([](Database& database, BatchSink& sink) {
    Record record = *DecodeRecord(**database.Get(Family::kLog, LogKey(9)));
    record.sealed_payload = "rewritten";
    sink.Put(Family::kLog, LogKey(9), EncodeRecord(record));
    ForgetVerified(sink);
  });
  ExpectRefusal("Position 9 of the log: its stream's snapshot");
}

TEST_F(OpeningTest, RefusesASnapshotThatIsNotItsStreams) {
  MakeStore();
  Tamper([](Database& database, BatchSink& sink) {
    const std::string other =
        **database.Get(Family::kSnapshots, StreamKey(Stream("u2")));
    sink.Put(Family::kSnapshots, StreamKey(Stream("u1")), other);
    ForgetVerified(sink);
  });
  ExpectRefusal("snapshot says something else");
}

TEST_F(OpeningTest, VerifiesOnlyWhatIsNewAndAtMostTheLimit) {
  MakeStore();
  Tamper([](Database& database, BatchSink& sink) {
    std::string record = **database.Get(Family::kLog, LogKey(3));
    record[100] = static_cast<char>(record[100] ^ 1);
    sink.Put(Family::kLog, LogKey(3), record);
    ForgetVerified(sink);
  });
  RocksDbOptions options = Options();
  options.max_records_verified_at_open = 5;
  const auto store = MustOpen(options);
  // What was not verified is still not served.
  EXPECT_EQ(base::ReasonOf(store->ReadLog({}, 10, 1 << 20).status()),
            base::Reason::kDataCorrupted);
}

}  // namespace
}  // namespace rollbook::eventstore

// The first I/O error is fatal: nothing is acknowledged behind it, and the
// store does not resume in place.

#include <atomic>

#include "base/error.h"
#include "eventstore/test_support.h"
#include "gtest/gtest.h"
#include "rocksdb/env.h"
#include "tests/crash/failing_file_system.h"

namespace rollbook::eventstore {
namespace {

using Fault = tests::FailingFileSystem::Fault;

class IoErrorTest : public testing::TestWithParam<Fault> {
 protected:
  base::TempDir directory_;
  base::FakeClock clock_{Noon()};
  std::atomic<int> fatal_ = 0;
  const std::shared_ptr<tests::FailingFileSystem> files_ =
      std::make_shared<tests::FailingFileSystem>(
          rocksdb::FileSystem::Default());
  const std::unique_ptr<rocksdb::Env> env_ = rocksdb::NewCompositeEnv(files_);

  std::unique_ptr<RocksDbEventStore> Open() {
    RocksDbOptions options = SmallStore(directory_.path(), clock_);
    options.env = env_.get();
    options.on_fatal = [this](const absl::Status&) { ++fatal_; };
    auto store = OpenRocksDbEventStore(options);
    EXPECT_TRUE(store.ok()) << store.status();
    return *std::move(store);
  }
  static std::optional<base::Reason> ReasonOfAppend(EventStore& store,
                                                    uint64_t version) {
    return base::ReasonOf(
        store.AppendAndWait(OneEvent(Stream("u1"), version)).status());
  }
};

TEST_P(IoErrorTest, OnTheWalStopsAllAppendsForGood) {
  {
    const auto store = Open();
    MustAppend(*store, OneEvent(Stream("u1"), 0));
    files_->FailOnce(GetParam(), ".log");
    EXPECT_EQ(ReasonOfAppend(*store, 1), base::Reason::kStoreFailed);
    // The disk is well again; the store must not believe it.
    EXPECT_EQ(ReasonOfAppend(*store, 1), base::Reason::kStoreFailed);
    EXPECT_EQ(ReasonOfAppend(*store, 2), base::Reason::kStoreFailed);
    EXPECT_EQ(fatal_, 1);
    EXPECT_FALSE(store->Stats().write_stop.ok());
    // Reads go on, and show nothing that was not acknowledged.
    EXPECT_EQ(store->Head().number, 1u);
    EXPECT_EQ((*store->Load(Stream("u1")))->version, Version{1});
  }
  const auto store = Open();
  // Whether the refused append is there is open; that it is whole is not.
  const uint64_t events = CheckWholeLog(*store);
  EXPECT_TRUE(events == 1 || events == 2);
  MustAppend(*store, OneEvent(Stream("u1"), events));
}

TEST_P(IoErrorTest, OnTheWatermarkStopsAllAppendsForGood) {
  {
    const auto store = Open();
    MustAppend(*store, OneEvent(Stream("u1"), 0));
    files_->FailOnce(GetParam(), "/watermark");
    store->MaintainNow();
    EXPECT_EQ(fatal_, 1);
    EXPECT_EQ(ReasonOfAppend(*store, 1), base::Reason::kStoreFailed);
  }
  EXPECT_EQ(CheckWholeLog(*Open()), 1u);
}

INSTANTIATE_TEST_SUITE_P(Faults, IoErrorTest,
                         testing::Values(Fault::kAppend, Fault::kSync,
                                         Fault::kNoSpace));

}  // namespace
}  // namespace rollbook::eventstore

// What somebody changes in a stopped store, with the engine's own tools and
// every checksum made right again, is found by reading the log from its first
// record to its last, and named by position.

#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/bytes.h"
#include "base/crc32c.h"
#include "eventstore/keys.h"
#include "eventstore/rocksdb/stored_log.h"
#include "eventstore/test_support.h"
#include "gtest/gtest.h"
#include "proof/log_verifier.h"
#include "rocksdb/db.h"

namespace rollbook::eventstore {
namespace {

constexpr uint64_t kEvents = 40;
constexpr size_t kCrcBytes = 4;

class TamperedLog : public testing::Test {
 protected:
  TamperedLog() {
    auto store = OpenRocksDbEventStore(SmallStore(directory_.path(), clock_));
    EXPECT_TRUE(store.ok()) << store.status();
    for (uint64_t i = 0; i < kEvents; ++i) {
      MustAppend(**store, OneEvent(Stream(i % 2 == 0 ? "u1" : "u2"), i / 2));
    }
  }

  // Opens the rows as anybody could, and changes the log.
  void Change(const std::function<void(rocksdb::DB&,
                                       rocksdb::ColumnFamilyHandle&)>& change) {
    const std::string path = directory_.path() + "/store";
    std::vector<std::string> names;
    ASSERT_TRUE(rocksdb::DB::ListColumnFamilies({}, path, &names).ok());
    std::vector<rocksdb::ColumnFamilyDescriptor> families;
    families.reserve(names.size());
    for (const std::string& name : names) {
      families.emplace_back(name, rocksdb::ColumnFamilyOptions());
    }
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    rocksdb::DB* db = nullptr;
    ASSERT_TRUE(rocksdb::DB::Open({}, path, families, &handles, &db).ok());
    for (size_t i = 0; i < names.size(); ++i) {
      if (names[i] == "log") change(*db, *handles[i]);
    }
    for (rocksdb::ColumnFamilyHandle* handle : handles) {
      db->DestroyColumnFamilyHandle(handle);
    }
    delete db;
  }

  static std::string Row(rocksdb::DB& db, rocksdb::ColumnFamilyHandle& log,
                         uint64_t position) {
    std::string stored;
    EXPECT_TRUE(db.Get({}, &log, LogKey(position), &stored).ok());
    return stored;
  }
  static void Put(rocksdb::DB& db, rocksdb::ColumnFamilyHandle& log,
                  uint64_t position, const std::string& stored) {
    EXPECT_TRUE(db.Put({}, &log, LogKey(position), stored).ok());
  }

  struct Found {
    std::optional<uint64_t> first_bad;
    std::optional<base::Hash256> root;
    std::string watermark;
    uint64_t records = 0;
  };
  Found Verify() {
    const auto log = StoredLog::Open(directory_.path());
    EXPECT_TRUE(log.ok()) << log.status();
    proof::Problems problems;
    proof::LogVerifier verifier({}, &problems);
    EXPECT_TRUE((*log)
                    ->Scan([&](uint64_t position, std::string_view stored) {
                      verifier.Add(position, stored);
                    })
                    .ok());
    return {problems.first_bad(), verifier.RootAt(verifier.size()),
            (*log)->watermark_complaint(), verifier.size()};
  }

  const base::TempDir directory_;
  base::FakeClock clock_{Noon()};
};

TEST_F(TamperedLog, HoldsWhileNobodyTouchesIt) {
  const Found found = Verify();
  EXPECT_EQ(found.first_bad, std::nullopt);
  EXPECT_EQ(found.watermark, "");
}

TEST_F(TamperedLog, NamesARewrittenRecord) {
  const auto root = Verify().root;
  Change([](rocksdb::DB& db, rocksdb::ColumnFamilyHandle& log) {
    std::string stored = Row(db, log, 17);
    stored[stored.size() - kCrcBytes - 1] ^= 1;
    stored.resize(stored.size() - kCrcBytes);
    base::PutBigEndian32(stored, base::Crc32c(stored));
    Put(db, log, 17, stored);
  });
  const Found found = Verify();
  EXPECT_EQ(found.first_bad, 17U);
  EXPECT_NE(found.root, root);
}

TEST_F(TamperedLog, NamesADroppedRecord) {
  Change([](rocksdb::DB& db, rocksdb::ColumnFamilyHandle& log) {
    EXPECT_TRUE(db.Delete({}, &log, LogKey(17)).ok());
  });
  EXPECT_EQ(Verify().first_bad, 17U);
}

TEST_F(TamperedLog, NamesTheFirstOfTwoSwappedRecords) {
  Change([](rocksdb::DB& db, rocksdb::ColumnFamilyHandle& log) {
    const std::string first = Row(db, log, 17);
    Put(db, log, 17, Row(db, log, 30));
    Put(db, log, 30, first);
  });
  EXPECT_EQ(Verify().first_bad, 17U);
}

TEST_F(TamperedLog, NamesAnInsertedRecord) {
  Change([](rocksdb::DB& db, rocksdb::ColumnFamilyHandle& log) {
    Put(db, log, kEvents + 1, Row(db, log, 17));
  });
  EXPECT_EQ(Verify().first_bad, kEvents + 1);
}

TEST_F(TamperedLog, IsReadUpToADamagedBitInTheWal) {
  namespace fs = std::filesystem;
  for (const auto& file :
       fs::directory_iterator(directory_.path() + "/store")) {
    if (file.path().extension() != ".log" || file.file_size() == 0) continue;
    std::fstream wal(file.path(),
                     std::ios::in | std::ios::out | std::ios::binary);
    const auto middle = static_cast<std::streamoff>(file.file_size() / 2);
    wal.seekg(middle);
    const auto byte = static_cast<char>(wal.get() ^ 1);
    wal.seekp(middle);
    wal.put(byte);
  }
  const Found found = Verify();
  EXPECT_NE(found.watermark, "");
  EXPECT_GT(found.records, 5U);
  EXPECT_LT(found.records, kEvents);
}

TEST_F(TamperedLog, IsTruncatedAgainstItsWatermark) {
  Change([](rocksdb::DB& db, rocksdb::ColumnFamilyHandle& log) {
    EXPECT_TRUE(db.Delete({}, &log, LogKey(kEvents)).ok());
  });
  const Found found = Verify();
  EXPECT_EQ(found.first_bad, std::nullopt);
  EXPECT_NE(found.watermark, "");
}

}  // namespace
}  // namespace rollbook::eventstore

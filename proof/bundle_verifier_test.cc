#include "proof/bundle_verifier.h"

#include "gtest/gtest.h"
#include "proof/record_test_support.h"

namespace rollbook::proof {
namespace {

using Items = std::vector<std::string>;

constexpr size_t kFirstRecord = 2;  // items: header, checkpoint, records
constexpr size_t kInRecord = kBundleItemHead + 32;

class BundleVerifierTest : public testing::Test {
 protected:
  BundleVerifierTest() { log_.AddSome(20); }

  Items Whole() const { return TestBundle(log_, {.from = 1, .to = 20}); }

  // Good until the next call.
  BundleVerifier& Verify(const Items& items,
                         std::optional<Checkpoint> since = std::nullopt,
                         uint8_t key = 7) {
    verifier_.emplace(BundleVerifier::Options{.keys = {TestNoteKey(key)},
                                              .since = std::move(since),
                                              .on_record = nullptr,
                                              .on_key = nullptr});
    verifier_->Feed(Joined(items));
    verifier_->Finish();
    return *verifier_;
  }

  // The record at a position, to be changed in place, and put back.
  std::string Record(const Items& items, uint64_t position) {
    return items[kFirstRecord + position - 1].substr(kInRecord);
  }
  void Replace(Items& items, uint64_t position, const std::string& record) {
    std::string& item = items[kFirstRecord + position - 1];
    item.clear();
    AppendRecord(record, item);
  }

  TestLog log_;

 private:
  std::optional<BundleVerifier> verifier_;
};

TEST_F(BundleVerifierTest, FindsAWholeLogToHold) {
  const BundleVerifier& verifier = Verify(Whole());
  EXPECT_TRUE(verifier.ok()) << verifier.problems().kept()[0].detail;
  EXPECT_TRUE(verifier.signature_holds() && verifier.root_holds() &&
              verifier.contiguous());
  EXPECT_EQ(verifier.records(), 20U);
  EXPECT_EQ(verifier.chain().streams(), 6U);
  EXPECT_EQ(verifier.chain().cut_streams(), 0U);
  EXPECT_EQ(verifier.consistent(), std::nullopt);
  EXPECT_EQ(verifier.first_bad(), std::nullopt);
}

TEST_F(BundleVerifierTest, FindsEveryRangeToHold) {
  for (uint64_t from = 1; from <= 20; ++from) {
    for (uint64_t to = from - 1; to <= 20; ++to) {
      EXPECT_TRUE(Verify(TestBundle(log_, {.from = from, .to = to})).ok());
    }
  }
}

TEST_F(BundleVerifierTest, FindsAPartnersRecordsToHold) {
  const BundleVerifier& verifier =
      Verify(TestBundle(log_, {.from = 1, .to = 20, .partner = "nova"}));
  EXPECT_TRUE(verifier.ok());
  EXPECT_EQ(verifier.records(), 10U);
}

TEST_F(BundleVerifierTest, TakesItsBytesInAnyPieces) {
  BundleVerifier verifier({.keys = {TestNoteKey()},
                           .since = std::nullopt,
                           .on_record = nullptr,
                           .on_key = nullptr});
  for (const char byte : Joined(Whole())) {
    ASSERT_TRUE(verifier.Feed(std::string_view(&byte, 1)));
  }
  verifier.Finish();
  EXPECT_TRUE(verifier.ok());
}

TEST_F(BundleVerifierTest, NamesARecordWithAFlippedBitWhereverItIs) {
  const Items whole = Whole();
  for (size_t at = 0; at < Record(whole, 7).size(); ++at) {
    Items items = whole;
    items[kFirstRecord + 6][kInRecord + at] ^= 1;
    EXPECT_EQ(Verify(items).first_bad(), 7U) << at;
  }
}

TEST_F(BundleVerifierTest, NoticesEveryFlippedBit) {
  const std::string whole = Joined(Whole());
  for (size_t at = 0; at < whole.size(); ++at) {
    std::string bytes = whole;
    bytes[at] ^= 4;
    EXPECT_FALSE(Verify({bytes}).ok()) << at;
  }
}

TEST_F(BundleVerifierTest, NamesARecordThatWasRewrittenWithItsChecksum) {
  Items items = Whole();
  std::string record = Record(items, 7);
  ChangeRecord(record, record.size() - 6);
  items[kFirstRecord + 6].replace(kInRecord, std::string::npos, record);
  EXPECT_EQ(Verify(items).first_bad(), 7U);
  // With its hash as well: the stream's next record tells.
  Replace(items, 7, record);
  const BundleVerifier& verifier = Verify(items);
  EXPECT_EQ(verifier.first_bad(), 7U);
  EXPECT_FALSE(verifier.root_holds());
}

TEST_F(BundleVerifierTest, NoticesALastRecordThatWasRewrittenWhole) {
  Items items = Whole();
  std::string record = Record(items, 20);
  ChangeRecord(record, record.size() - 6);
  Replace(items, 20, record);
  const BundleVerifier& verifier = Verify(items);
  EXPECT_FALSE(verifier.root_holds());
  EXPECT_EQ(verifier.first_bad(), 1U);  // none of it is proven
}

TEST_F(BundleVerifierTest, NamesADroppedRecord) {
  Items items = Whole();
  items.erase(items.begin() + kFirstRecord + 6);
  const BundleVerifier& verifier = Verify(items);
  EXPECT_EQ(verifier.first_bad(), 7U);
  EXPECT_FALSE(verifier.contiguous());
}

TEST_F(BundleVerifierTest, NamesTheFirstOfTwoSwappedRecords) {
  Items items = Whole();
  std::swap(items[kFirstRecord + 6], items[kFirstRecord + 11]);
  EXPECT_EQ(Verify(items).first_bad(), 7U);
}

TEST_F(BundleVerifierTest, NamesAnInsertedRecord) {
  Items items = Whole();
  const std::string copy = items[kFirstRecord + 6];
  items.insert(items.begin() + kFirstRecord + 7, copy);
  EXPECT_EQ(Verify(items).first_bad(), 7U);
}

TEST_F(BundleVerifierTest, NoticesATruncatedFileWhereverItEnds) {
  const std::string whole = Joined(Whole());
  for (size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(Verify({whole.substr(0, size)}).ok()) << size;
  }
  Items items = Whole();
  items.resize(kFirstRecord + 6);
  EXPECT_EQ(Verify(items).first_bad(), 7U);
}

TEST_F(BundleVerifierTest, NoticesWhatWasAppended) {
  Items items = Whole();
  items.push_back("x");
  EXPECT_FALSE(Verify(items).ok());
  items.back() = items.front();
  EXPECT_FALSE(Verify(items).ok());
}

TEST_F(BundleVerifierTest, NoticesASubtreeInPlaceOfRecords) {
  // The records 5 to 8, hidden behind their true hash.
  Items items = Whole();
  const Items range = TestBundle(log_, {.from = 9, .to = 20});
  items.erase(items.begin() + kFirstRecord, items.begin() + kFirstRecord + 8);
  items.insert(items.begin() + kFirstRecord, range[kFirstRecord]);
  const BundleVerifier& verifier = Verify(items);
  EXPECT_EQ(verifier.first_bad(), 1U);
  EXPECT_FALSE(verifier.contiguous());
}

TEST_F(BundleVerifierTest, RefusesAnotherKey) {
  const BundleVerifier& verifier = Verify(Whole(), std::nullopt, 8);
  EXPECT_FALSE(verifier.signature_holds());
  EXPECT_FALSE(verifier.ok());
  EXPECT_EQ(verifier.problems().kept()[0].kind, "signature");
}

TEST_F(BundleVerifierTest, ComparesWithEveryOlderCheckpointOfAWholeLog) {
  for (uint64_t size = 0; size <= 20; ++size) {
    const BundleVerifier& verifier =
        Verify(Whole(), TestCheckpoint(log_, size));
    EXPECT_TRUE(verifier.ok());
    EXPECT_EQ(verifier.consistent(), true);
  }
}

TEST_F(BundleVerifierTest, NoticesARollBack) {
  TestLog longer;
  longer.AddSome(25);
  const BundleVerifier& verifier = Verify(Whole(), TestCheckpoint(longer, 25));
  EXPECT_EQ(verifier.consistent(), false);
  EXPECT_EQ(verifier.first_bad(), 21U);
}

TEST_F(BundleVerifierTest, NoticesAnotherPast) {
  TestLog other;
  other.AddSome(5);
  other.Add({.tenant = "acme", .id = "x", .type = "T", .sealed = ""});
  other.AddSome(10);
  const BundleVerifier& verifier = Verify(Whole(), TestCheckpoint(other, 10));
  EXPECT_EQ(verifier.consistent(), false);
  EXPECT_FALSE(verifier.ok());
}

TEST_F(BundleVerifierTest, SaysWhenItCannotCompare) {
  const BundleVerifier& verifier =
      Verify(TestBundle(log_, {.from = 17, .to = 20}), TestCheckpoint(log_, 5));
  EXPECT_TRUE(verifier.ok());
  EXPECT_EQ(verifier.consistent(), std::nullopt);
  EXPECT_TRUE(verifier.since_is_untold());
}

TEST_F(BundleVerifierTest, CountsWhatWasRedacted) {
  log_.Add({.tenant = "acme", .id = "u0", .type = "UserErased", .sealed = ""});
  const BundleVerifier& verifier =
      Verify(TestBundle(log_, {.from = 1, .to = 21}));
  EXPECT_TRUE(verifier.ok());
  EXPECT_EQ(verifier.chain().erased_users(), 1U);
  EXPECT_EQ(verifier.chain().redacted(), 4U);
}

}  // namespace
}  // namespace rollbook::proof

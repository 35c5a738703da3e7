#include "eventstore/record.h"

#include "base/error.h"
#include "eventstore/record_layout.h"
#include "eventstore/test_support.h"
#include "gtest/gtest.h"

namespace rollbook::eventstore {
namespace {

Record Sample() {
  return {.position = {1, 7},
          .stream = Stream("u1"),
          .version = {3},
          .type = "UserUpdated",
          .schema_version = 2,
          .time = Noon(),
          .previous_hash = HashOf("previous"),
          .metadata = "m",
          .clear_payload = std::string("\0binary", 7),
          .sealed_payload = std::string(300, 'x')};
}

TEST(Record, SurvivesEncoding) {
  const auto decoded = DecodeRecord(EncodeRecord(Sample()));
  ASSERT_TRUE(decoded.ok());
  EXPECT_EQ(*decoded, Sample());
}

TEST(Record, SurvivesEncodingWithoutPayloads) {
  Record record = Sample();
  record.metadata.clear();
  record.clear_payload.clear();
  record.sealed_payload.clear();
  EXPECT_EQ(*DecodeRecord(EncodeRecord(record)), record);
}

TEST(Record, ShowsEverySingleFlippedBit) {
  const std::string stored = EncodeRecord(Sample());
  for (size_t bit = 0; bit < 8 * stored.size(); ++bit) {
    std::string damaged = stored;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << (bit % 8)));
    const auto decoded = DecodeRecord(damaged);
    ASSERT_FALSE(decoded.ok()) << bit;
    EXPECT_EQ(base::ReasonOf(decoded.status()), base::Reason::kDataCorrupted);
  }
}

TEST(Record, ShowsEveryCut) {
  const std::string stored = EncodeRecord(Sample());
  for (size_t size = 0; size < stored.size(); ++size) {
    EXPECT_FALSE(DecodeRecord(stored.substr(0, size)).ok()) << size;
  }
  EXPECT_FALSE(DecodeRecord(stored + "x").ok());
}

TEST(Record, MadeInTwoStepsIsTheSame) {
  const Record record = Sample();
  const NewEvent event{.type = record.type,
                       .schema_version = record.schema_version,
                       .metadata = record.metadata,
                       .clear_payload = record.clear_payload,
                       .sealed_payload = record.sealed_payload};
  std::string stored = EncodeBlankRecord(record.stream, record.version, event);
  FinishRecord(stored, record.position, MicrosOf(record.time),
               record.previous_hash);
  EXPECT_EQ(stored, EncodeRecord(record));
  EXPECT_EQ(stored.size(), EncodedRecordSize(record.stream, event));
}

TEST(Record, HashCoversEverythingButTheCrc) {
  std::string stored = EncodeRecord(Sample());
  const base::Hash256 hash = RecordHash(stored);
  stored.back() = static_cast<char>(stored.back() ^ 1);
  EXPECT_EQ(RecordHash(stored), hash);
  stored[kRecordFlagsAt] = 1;
  EXPECT_NE(RecordHash(stored), hash);
}

}  // namespace
}  // namespace rollbook::eventstore

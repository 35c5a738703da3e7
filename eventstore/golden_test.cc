// Bytes that were written once must be read for ever, and must still be what
// is written now. The files are hexadecimal, in tests/golden/storage.

#include <cstdlib>
#include <fstream>
#include <string>

#include "base/bytes.h"
#include "eventstore/keys.h"
#include "eventstore/lineage.h"
#include "eventstore/record.h"
#include "eventstore/rocksdb/watermark.h"
#include "eventstore/rows.h"
#include "eventstore/test_support.h"
#include "gtest/gtest.h"
#include "proof/record_view.h"

namespace rollbook::eventstore {
namespace {

// Without white space, which is there for the reader's eyes.
std::string GoldenHex(const std::string& name) {
  const char* const directory = std::getenv("ROLLBOOK_GOLDEN_DIR");
  std::ifstream file(
      std::string(directory == nullptr ? "tests/golden" : directory) +
      "/storage/" + name + ".hex");
  std::string hex;
  for (char c; file >> c;) hex.push_back(c);
  return hex;
}

Record GoldenRecord() {
  return {.position = {0, 66},
          .stream = Stream("3f2a"),
          .version = {2},
          .type = "UserUpdated",
          .schema_version = 3,
          .time = Noon() + absl::Microseconds(123456),
          .previous_hash = HashOf("previous"),
          .metadata = "meta",
          .clear_payload = "clear",
          .sealed_payload = "sealed"};
}

TEST(Golden, RecordReadsAndWritesTheSame) {
  EXPECT_EQ(base::ToHex(EncodeRecord(GoldenRecord())), GoldenHex("record"));
  const auto record = DecodeRecord(*base::FromHex(GoldenHex("record")));
  ASSERT_TRUE(record.ok());
  EXPECT_EQ(*record, GoldenRecord());
}

TEST(Golden, RecordHashIsTheRfc6962Leaf) {
  EXPECT_EQ(base::ToHex(
                base::AsText(RecordHash(*base::FromHex(GoldenHex("record"))))),
            GoldenHex("record_hash"));
}

// Who checks a log reads records with a reader of their own.
TEST(Golden, RecordIsReadTheSameByProof) {
  const std::string stored = *base::FromHex(GoldenHex("record"));
  const auto view = proof::ViewRecord(stored);
  ASSERT_TRUE(view);
  const Record record = GoldenRecord();
  EXPECT_EQ(view->position, record.position.number);
  EXPECT_EQ(view->version, record.version.value);
  EXPECT_EQ(view->time_micros, absl::ToUnixMicros(record.time));
  EXPECT_EQ(view->previous_hash, base::AsText(record.previous_hash));
  EXPECT_EQ(view->tenant, record.stream.tenant.value);
  EXPECT_EQ(view->id, record.stream.id);
  EXPECT_EQ(view->type, record.type);
  EXPECT_EQ(view->metadata, record.metadata);
  EXPECT_EQ(view->clear_payload, record.clear_payload);
  EXPECT_EQ(view->sealed_payload, record.sealed_payload);
  EXPECT_TRUE(proof::HasGoodCrc(stored));
  EXPECT_EQ(proof::LeafOfRecord(stored), RecordHash(stored));
}

TEST(Golden, SnapshotReadsAndWritesTheSame) {
  const SnapshotHeader header{.erased = true,
                              .state_schema = 4,
                              .version = {2},
                              .position = {0, 66},
                              .created = 1000,
                              .updated = 2000,
                              .last_hash = HashOf("last")};
  std::string row = EncodeBlankSnapshot(
      {.state_schema = 4, .erased = true, .sealed_state = "state"});
  FinishSnapshot(row, header);
  EXPECT_EQ(base::ToHex(row), GoldenHex("snapshot"));
  EXPECT_EQ(*DecodeSnapshotHeader(*base::FromHex(GoldenHex("snapshot"))),
            header);
}

TEST(Golden, IdempotencyReadsAndWritesTheSame) {
  const StoredAnswer answer{
      .reason = "EMAIL_TAKEN", .sealed_body = "body", .request_id = "r-1"};
  std::string row = EncodeBlankIdempotency(HashOf("print"), "3f2a", answer);
  FinishIdempotency(row, {.fingerprint = {},
                          .expires = 3000,
                          .position = {0, 66},
                          .version = {2},
                          .time = kNever});
  EXPECT_EQ(base::ToHex(row), GoldenHex("idempotency"));
  const auto replayed =
      DecodeReplayed({"acme"}, *base::FromHex(GoldenHex("idempotency")));
  ASSERT_TRUE(replayed.ok());
  EXPECT_EQ(replayed->answer, answer);
  EXPECT_EQ(replayed->stream, Stream("3f2a"));
  EXPECT_EQ(replayed->position, (Position{0, 66}));
  EXPECT_EQ(replayed->time, absl::InfinitePast());
}

TEST(Golden, WatermarkReadsAndWritesTheSame) {
  const Watermark watermark{.lineage = std::string(32, 'a'),
                            .head = {0, 66},
                            .head_hash = HashOf("head")};
  EXPECT_EQ(base::ToHex(EncodeWatermark(watermark)), GoldenHex("watermark"));
  EXPECT_EQ(*DecodeWatermark(*base::FromHex(GoldenHex("watermark"))),
            watermark);
}

TEST(Golden, LogForkReadsAndWritesTheSame) {
  const LogFork fork{.old_lineage = std::string(32, 'a'),
                     .new_lineage = std::string(32, 'b'),
                     .old_head = {0, 66},
                     .new_head = {0, 60}};
  const std::string payload =
      MakeForkAppend(fork, Version{0}).events[0].clear_payload;
  EXPECT_EQ(base::ToHex(payload), GoldenHex("log_forked"));
  Record record;
  record.type = "LogForked";
  record.clear_payload = *base::FromHex(GoldenHex("log_forked"));
  EXPECT_EQ(*ParseFork(record), fork);
}

TEST(Golden, KeysAreTheSame) {
  const std::string stream_key = StreamKey(Stream("3f2a"));
  std::string keys;
  for (const std::string& key :
       {LogKey(66), stream_key, StreamVersionKey(stream_key, {2}),
        ClaimKey({"acme"}, "email", HashOf("a@b")),
        IdempotencyKey(20525, IdempotencyName({"acme"}, "rest", "key-1")),
        ReplayKey(29556721, {"acme"}, HashOf("signature"))}) {
    keys += base::ToHex(key);
  }
  EXPECT_EQ(keys, GoldenHex("keys"));
}

}  // namespace
}  // namespace rollbook::eventstore

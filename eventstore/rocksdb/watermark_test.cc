#include "eventstore/rocksdb/watermark.h"

#include "base/error.h"
#include "eventstore/test_support.h"
#include "gtest/gtest.h"

namespace rollbook::eventstore {
namespace {

Watermark Sample() {
  return {.lineage = std::string(32, 'a'),
          .head = {0, 42},
          .head_hash = HashOf("head")};
}

TEST(Watermark, ReplacesTheFormerOne) {
  base::TempDir directory;
  rocksdb::Env& env = *rocksdb::Env::Default();
  EXPECT_FALSE(ReadKnownHead(env, directory.path())->watermark);
  Watermark watermark = Sample();
  ASSERT_TRUE(WriteWatermark(env, directory.path(), watermark).ok());
  watermark.head.number = 43;
  ASSERT_TRUE(WriteWatermark(env, directory.path(), watermark).ok());
  EXPECT_EQ(ReadKnownHead(env, directory.path())->watermark, watermark);
}

TEST(Watermark, ShowsEveryFlippedBitAndEveryCut) {
  const std::string bytes = EncodeWatermark(Sample());
  for (size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
    std::string damaged = bytes;
    damaged[bit / 8] = static_cast<char>(damaged[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_FALSE(DecodeWatermark(damaged).ok()) << bit;
  }
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(DecodeWatermark(bytes.substr(0, size)).ok()) << size;
  }
}

}  // namespace
}  // namespace rollbook::eventstore

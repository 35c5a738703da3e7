#include <atomic>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "base/bytes.h"
#include "base/crypto/random.h"
#include "base/error.h"
#include "base/fake_clock.h"
#include "base/ids.h"
#include "base/reason.h"
#include "base/worker_pool.h"
#include "gtest/gtest.h"

namespace rollbook::base {
namespace {

TEST(Error, CarriesReasonViolationsAndMetadata) {
  const ErrorDetails details{
      {{"email", "EMAIL", "Must be a valid email address"},
       {"first_name", "REQUIRED", ""}},
      {{"current_version", "7"}, {"empty", ""}}};
  const absl::Status status = Error(Reason::kInvalidProfile, details);
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ReasonOf(status), Reason::kInvalidProfile);
  EXPECT_EQ(DetailsOf(status), details);
  EXPECT_EQ(MetadataOf(status, "current_version"), "7");
  EXPECT_EQ(MetadataOf(status, "other"), std::nullopt);
}

TEST(Error, KnowsNoReasonOfAForeignStatus) {
  EXPECT_EQ(ReasonOf(absl::InternalError("x")), std::nullopt);
  EXPECT_EQ(ReasonOf(absl::OkStatus()), std::nullopt);
  EXPECT_EQ(DetailsOf(absl::InternalError("x")), ErrorDetails{});
}

TEST(Reason, NamesAreUniqueUpperSnakeAndFoundAgain) {
  std::set<std::string> names;
  for (const ReasonInfo& info : AllReasons()) {
    const std::string name(info.name);
    EXPECT_TRUE(names.insert(name).second) << name;
    EXPECT_LE(name.size(), 63u);
    EXPECT_EQ(name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_"),
              std::string::npos)
        << name;
    EXPECT_EQ(ReasonByName(info.name), info.reason);
  }
  EXPECT_EQ(ReasonByName("NO_SUCH_REASON"), std::nullopt);
}

TEST(Hex, GoesBothWaysAndTakesEitherCase) {
  EXPECT_EQ(ToHex(std::string_view("\x00\xff\x1a", 3)), "00ff1a");
  EXPECT_EQ(FromHex("00Ff1A"), std::string("\x00\xff\x1a", 3));
  EXPECT_EQ(FromHex("0"), std::nullopt);
  EXPECT_EQ(FromHex("0g"), std::nullopt);
}

TEST(ByteReader, ReadsBackWhatWasPut) {
  std::string bytes;
  PutBigEndian16(bytes, 0x1234);
  PutBigEndian32(bytes, 0xdeadbeef);
  PutBigEndian64(bytes, 0x0102030405060708);
  ByteReader reader(bytes);
  EXPECT_EQ(reader.U16(), 0x1234);
  EXPECT_EQ(reader.U32(), 0xdeadbeef);
  EXPECT_EQ(reader.U64(), 0x0102030405060708u);
  EXPECT_TRUE(reader.ok());
  EXPECT_TRUE(reader.done());
}

TEST(ByteReader, SaysWhenItRanPastTheEnd) {
  ByteReader reader("abc");
  EXPECT_EQ(reader.U32(), 0u);
  EXPECT_FALSE(reader.ok());
  EXPECT_EQ(reader.U8(), 0u);
}

TEST(Uuid, IsVersion4AndReadsBack) {
  const UuidBytes uuid = NewUuid(CryptoRandom());
  const std::string text = FormatUuid(uuid);
  EXPECT_EQ(text[14], '4');
  EXPECT_NE(std::string("89ab").find(text[19]), std::string::npos);
  EXPECT_EQ(ParseUuid(text), uuid);
}

TEST(Uuid, OfATimeIsVersion7AndSortsByIt) {
  // The example of RFC 9562, appendix A.6.
  const absl::Time example = absl::FromUnixMillis(1645557742000);
  const std::string text =
      FormatUuid(NewTimeOrderedUuid(example, CryptoRandom()));
  EXPECT_EQ(text.substr(0, 15), "017f22e2-79b0-7");
  EXPECT_NE(std::string("89ab").find(text[19]), std::string::npos);
  EXPECT_LT(text, FormatUuid(NewTimeOrderedUuid(example + absl::Milliseconds(1),
                                                CryptoRandom())));
}

TEST(Uuid, IsReadInEitherCaseAndOnlyInFullForm) {
  EXPECT_EQ(ParseUuid("550E8400-E29B-41D4-A716-446655440000"),
            ParseUuid("550e8400-e29b-41d4-a716-446655440000"));
  for (const char* bad : {"", "550e8400e29b41d4a716446655440000",
                          "550e8400-e29b-41d4-a716-44665544000",
                          "550e8400-e29b-41d4-a716-44665544000g",
                          "550e8400+e29b-41d4-a716-446655440000",
                          "{550e8400-e29b-41d4-a716-446655440000}"}) {
    EXPECT_EQ(ParseUuid(bad), std::nullopt) << bad;
  }
}

TEST(FakeClock, MovesBothClocksOrOnlyTheWallClock) {
  FakeClock clock(absl::FromUnixSeconds(1000));
  clock.Advance(absl::Seconds(5));
  EXPECT_EQ(clock.Now(), absl::FromUnixSeconds(1005));
  EXPECT_EQ(clock.SinceBoot(), absl::Seconds(5));
  clock.SetWallClock(absl::FromUnixSeconds(2000));
  EXPECT_EQ(clock.Now(), absl::FromUnixSeconds(2000));
  EXPECT_EQ(clock.SinceBoot(), absl::Seconds(5));
}

TEST(WorkerPool, RunsEverythingItTookBeforeItEnds) {
  std::atomic<int> ran = 0;
  {
    WorkerPool pool(2, 1000);
    for (int i = 0; i < 500; ++i) {
      ASSERT_TRUE(pool.TrySubmit([&ran] { ++ran; }));
    }
  }
  EXPECT_EQ(ran, 500);
}

TEST(WorkerPool, RefusesWhatDoesNotFitInTheQueue) {
  Mutex gate;
  gate.Lock();
  std::atomic<bool> started = false;
  std::atomic<int> ran = 0;
  {
    WorkerPool pool(1, 2);
    ASSERT_TRUE(pool.TrySubmit([&] {
      started = true;
      MutexLock lock(gate);
    }));
    while (!started) std::this_thread::yield();
    EXPECT_TRUE(pool.TrySubmit([&ran] { ++ran; }));
    EXPECT_TRUE(pool.TrySubmit([&ran] { ++ran; }));
    EXPECT_FALSE(pool.TrySubmit([&ran] { ++ran; }));
    EXPECT_EQ(pool.queued(), 2u);
    gate.Unlock();
  }
  EXPECT_EQ(ran, 2);
}

}  // namespace
}  // namespace rollbook::base

#include "cli/times.h"

#include <gtest/gtest.h>

namespace rollbook::cli {
namespace {

TEST(ParseDuration, ReadsEveryUnitAndSumsParts) {
  EXPECT_EQ(ParseDuration("250ms"), absl::Milliseconds(250));
  EXPECT_EQ(ParseDuration("90s"), absl::Seconds(90));
  EXPECT_EQ(ParseDuration("15m"), absl::Minutes(15));
  EXPECT_EQ(ParseDuration("24h"), absl::Hours(24));
  EXPECT_EQ(ParseDuration("7d"), absl::Hours(168));
  EXPECT_EQ(ParseDuration("1h30m"), absl::Minutes(90));
  EXPECT_EQ(ParseDuration("0"), absl::ZeroDuration());
}

TEST(ParseDuration, RefusesWhatIsNoDuration) {
  for (const char* text : {"", "24", "h", "-1h", "1 h", "1w", "1h30", "1.5h",
                           "4294967295d", "99999999999s"}) {
    EXPECT_EQ(ParseDuration(text), std::nullopt) << text;
  }
}

TEST(ParseTimeOrAgo, ReadsATimeWithAZoneOrADurationBeforeNow) {
  const absl::Time now = absl::FromUnixSeconds(1'000'000);
  EXPECT_EQ(ParseTimeOrAgo("1970-01-01T00:00:01.5Z", now),
            absl::FromUnixMillis(1500));
  EXPECT_EQ(ParseTimeOrAgo("1970-01-01T02:00:00+02:00", now),
            absl::UnixEpoch());
  EXPECT_EQ(ParseTimeOrAgo("10s", now), now - absl::Seconds(10));
  EXPECT_EQ(ParseTimeOrAgo("yesterday", now), std::nullopt);
  EXPECT_EQ(ParseTimeOrAgo("1970-01-01T00:00:01", now), std::nullopt);
}

TEST(Rfc3339, HasMicrosecondsAndZ) {
  const absl::Time time = absl::FromUnixMicros(1'773'403'200'250'001);
  EXPECT_EQ(Rfc3339(time), "2026-03-13T12:00:00.250001Z");
  EXPECT_EQ(Rfc3339(ToProto(time)), "2026-03-13T12:00:00.250001Z");
}

TEST(FormatRoughly, DropsWhatNobodyReads) {
  EXPECT_EQ(FormatRoughly(absl::Seconds(45)), "45s");
  EXPECT_EQ(FormatRoughly(absl::Seconds(190)), "3m10s");
  EXPECT_EQ(FormatRoughly(absl::Minutes(125)), "2h05m");
}

}  // namespace
}  // namespace rollbook::cli

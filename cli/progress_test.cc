#include "cli/progress.h"

#include <gtest/gtest.h>

#include <sstream>

#include "base/fake_clock.h"

namespace rollbook::cli {
namespace {

TEST(RenderProgress, ShowsShareRateAndWhatIsLeft) {
  EXPECT_EQ(RenderProgress({}, {.items = 500, .done = 250, .total = 1000},
                           absl::Seconds(10)),
            " 25% [#####               ]  500 users  50/s  ETA 30s");
}

TEST(RenderProgress, CountsAResumedRunFromWhereItBegan) {
  const ProgressSample first{.items = 900, .done = 900, .total = 1000};
  const ProgressSample now{
      .items = 950, .rejected = 3, .done = 950, .total = 1000};
  EXPECT_EQ(RenderProgress(first, now, absl::Seconds(5)),
            " 95% [################### ]  950 users  10/s  ETA 5s  "
            "3 rejected");
}

TEST(RenderProgress, HasNoBarWithoutATotal) {
  EXPECT_EQ(RenderProgress({}, {.items = 7}, absl::Seconds(1)),
            "  7 users  7/s");
}

TEST(ProgressBar, DrawsOnATerminalOnlyAndNotTooOften) {
  base::FakeClock clock(absl::UnixEpoch());
  std::ostringstream err;
  ProgressBar hidden(err, false, clock, {});
  hidden.Update({.items = 1});
  hidden.Clear();
  EXPECT_EQ(err.str(), "");
  ProgressBar bar(err, true, clock, {});
  bar.Update({.items = 1});
  const std::string once = err.str();
  EXPECT_NE(once.find("1 users"), std::string::npos);
  bar.Update({.items = 2});
  EXPECT_EQ(err.str(), once);
  clock.Advance(absl::Seconds(1));
  bar.Update({.items = 2});
  EXPECT_NE(err.str(), once);
}

}  // namespace
}  // namespace rollbook::cli

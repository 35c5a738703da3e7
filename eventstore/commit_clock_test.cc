#include "eventstore/commit_clock.h"

#include "base/error.h"
#include "base/fake_clock.h"
#include "eventstore/test_support.h"
#include "gtest/gtest.h"

namespace rollbook::eventstore {
namespace {

class CommitClockTest : public testing::Test {
 protected:
  base::FakeClock wall_{Noon()};
};

TEST_F(CommitClockTest, FollowsTheWallClock) {
  CommitClock clock(wall_, kNever, false);
  EXPECT_EQ(*clock.Now(), MicrosOf(Noon()));
  wall_.Advance(absl::Hours(100));
  EXPECT_EQ(*clock.Now(), MicrosOf(Noon() + absl::Hours(100)));
}

TEST_F(CommitClockTest, RepeatsTheLastTimeOverASmallStepBack) {
  CommitClock clock(wall_, MicrosOf(Noon() + absl::Seconds(5)), false);
  EXPECT_EQ(*clock.Now(), MicrosOf(Noon() + absl::Seconds(5)));
}

TEST_F(CommitClockTest, IsUnsureBehindTheLastRecordUntilRight) {
  CommitClock clock(wall_, MicrosOf(Noon() + absl::Seconds(6)), false);
  EXPECT_EQ(base::ReasonOf(clock.Now().status()), base::Reason::kClockUnsure);
  wall_.Advance(absl::Seconds(1));
  EXPECT_TRUE(clock.Now().ok());
}

TEST_F(CommitClockTest, IsUnsureAfterAJumpAheadUntilRight) {
  CommitClock clock(wall_, kNever, false);
  wall_.SetWallClock(Noon() + absl::Minutes(10) + absl::Seconds(1));
  EXPECT_FALSE(clock.Now().ok());
  EXPECT_FALSE(clock.Check().ok());
  EXPECT_FALSE(clock.Now().ok());
  wall_.SetWallClock(Noon() + absl::Minutes(10));
  EXPECT_TRUE(clock.Now().ok());
}

TEST_F(CommitClockTest, BelievesAnOperatorWhoHasLooked) {
  CommitClock clock(wall_, kNever, true);
  wall_.SetWallClock(Noon() + absl::Hours(24));
  EXPECT_EQ(*clock.Now(), MicrosOf(Noon() + absl::Hours(24)));
  wall_.SetWallClock(Noon());
  EXPECT_EQ(*clock.Now(), MicrosOf(Noon() + absl::Hours(24)));
}

}  // namespace
}  // namespace rollbook::eventstore

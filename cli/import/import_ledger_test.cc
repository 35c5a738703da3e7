#include "cli/import/import_ledger.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace rollbook::cli {
namespace {

using testing::ElementsAre;

Line LineNumber(uint64_t number) {
  return {.number = number, .end_offset = number * 10, .text = "{}"};
}

class ImportLedgerTest : public testing::Test {
 protected:
  std::vector<uint64_t> rejected_;
  ImportLedger ledger_{ImportMark{}, [this](const Line& line, const Failure&) {
                         rejected_.push_back(line.number);
                         return absl::OkStatus();
                       }};
};

TEST_F(ImportLedgerTest, MovesTheMarkOverSettledLinesOnly) {
  for (const uint64_t number : {1, 2, 5}) ledger_.Add(LineNumber(number));
  EXPECT_EQ(ledger_.in_flight(), 3u);
  ASSERT_TRUE(ledger_.Settle(5, LineOutcome::kCreated, {}).ok());
  ASSERT_TRUE(ledger_.Settle(2, LineOutcome::kAlreadyThere, {}).ok());
  EXPECT_EQ(ledger_.mark().line, 0u);
  EXPECT_EQ(ledger_.mark().created, 0u);
  EXPECT_EQ(ledger_.in_flight(), 1u);
  ASSERT_TRUE(ledger_.Settle(1, LineOutcome::kCreated, {}).ok());
  EXPECT_EQ(ledger_.mark().line, 5u);
  EXPECT_EQ(ledger_.mark().offset, 50u);
  EXPECT_EQ(ledger_.mark().created, 2u);
  EXPECT_EQ(ledger_.mark().already_there, 1u);
}

TEST_F(ImportLedgerTest, HandsOnRejectedLinesInTheirOrder) {
  for (const uint64_t number : {1, 2, 3}) ledger_.Add(LineNumber(number));
  ASSERT_TRUE(ledger_.Settle(3, LineOutcome::kRejected, {}).ok());
  EXPECT_THAT(rejected_, ElementsAre());
  ASSERT_TRUE(ledger_.Settle(1, LineOutcome::kRejected, {}).ok());
  ASSERT_TRUE(ledger_.Settle(2, LineOutcome::kCreated, {}).ok());
  EXPECT_THAT(rejected_, ElementsAre(1, 3));
  EXPECT_EQ(ledger_.mark().rejected, 2u);
}

TEST_F(ImportLedgerTest, RefusesOutcomesForLinesThatAreNotInFlight) {
  ledger_.Add(LineNumber(1));
  ledger_.Add(LineNumber(3));
  EXPECT_FALSE(ledger_.Settle(2, LineOutcome::kCreated, {}).ok());
  EXPECT_FALSE(ledger_.Settle(4, LineOutcome::kCreated, {}).ok());
  ASSERT_TRUE(ledger_.Settle(3, LineOutcome::kCreated, {}).ok());
  EXPECT_FALSE(ledger_.Settle(3, LineOutcome::kCreated, {}).ok());
}

}  // namespace
}  // namespace rollbook::cli

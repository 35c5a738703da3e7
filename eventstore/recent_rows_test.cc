#include "eventstore/recent_rows.h"

#include <string>

#include "gtest/gtest.h"

namespace rollbook::eventstore {
namespace {

TEST(RecentRows, KnowTheNewestValueAndDeletions) {
  RecentRows rows({}, 0);
  rows.BeginGroup(1);
  rows.Put(Family::kClaims, "a", "one");
  EXPECT_EQ(*rows.Find(Family::kClaims, "a"), "one");
  rows.BeginGroup(2);
  rows.Put(Family::kClaims, "a", std::nullopt);
  ASSERT_NE(rows.Find(Family::kClaims, "a"), nullptr);
  EXPECT_FALSE(rows.Find(Family::kClaims, "a")->has_value());
  EXPECT_EQ(rows.Find(Family::kClaims, "b"), nullptr);
  EXPECT_EQ(rows.Find(Family::kMeta, "a"), nullptr);
}

TEST(RecentRows, ForgetWholeGroupsOldestFirst) {
  RecentRows rows({.rows = 2, .bytes = 1 << 20}, 0);
  for (uint64_t group = 1; group <= 5; ++group) {
    rows.BeginGroup(group);
    rows.Put(Family::kMeta, std::to_string(group), "v");
  }
  // Groups 1 and 2 had to go when 5 began.
  EXPECT_EQ(rows.Find(Family::kMeta, "1"), nullptr);
  EXPECT_NE(rows.Find(Family::kMeta, "5"), nullptr);
  EXPECT_FALSE(rows.CoversSince(0));
  EXPECT_TRUE(rows.CoversSince(4));
}

TEST(RecentRows, KeepANewerValueWhenAnOlderGroupGoes) {
  RecentRows rows({.rows = 2, .bytes = 1 << 20}, 0);
  rows.BeginGroup(1);
  rows.Put(Family::kMeta, "k", "old");
  rows.Put(Family::kMeta, "x", "x");
  rows.BeginGroup(2);
  rows.Put(Family::kMeta, "k", "new");
  rows.BeginGroup(3);
  EXPECT_EQ(rows.Find(Family::kMeta, "x"), nullptr);
  ASSERT_NE(rows.Find(Family::kMeta, "k"), nullptr);
  EXPECT_EQ(*rows.Find(Family::kMeta, "k"), "new");
}

TEST(RecentRows, AreBoundedInBytes) {
  RecentRows rows({.rows = 1000, .bytes = 100'000}, 0);
  for (uint64_t group = 1; group <= 10; ++group) {
    rows.BeginGroup(group);
    rows.Put(Family::kMeta, std::to_string(group), std::string(60'000, 'x'));
  }
  EXPECT_FALSE(rows.CoversSince(5));
  EXPECT_TRUE(rows.CoversSince(9));
}

TEST(RecentRows, CoverEverythingSinceTheProcessBegan) {
  RecentRows rows({}, 7);
  EXPECT_TRUE(rows.CoversSince(7));
  EXPECT_FALSE(rows.CoversSince(6));
}

}  // namespace
}  // namespace rollbook::eventstore

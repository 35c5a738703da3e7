#include "base/crc32c.h"

#include <string>

#include "gtest/gtest.h"

namespace rollbook::base {
namespace {

TEST(Crc32c, MatchesTheVectorsOfRfc3720) {
  EXPECT_EQ(Crc32c(std::string(32, '\0')), 0x8a9136aau);
  EXPECT_EQ(Crc32c(std::string(32, '\xff')), 0x62a8ab43u);
  EXPECT_EQ(Crc32c("123456789"), 0xe3069283u);
  EXPECT_EQ(Crc32c(""), 0u);
}

TEST(Crc32c, IsTheSameByTable) {
  std::string bytes;
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(Crc32c(bytes), internal::Crc32cByTable(bytes));
    bytes.push_back(static_cast<char>(31 * i));
  }
}

}  // namespace
}  // namespace rollbook::base

#include "gateway/auth/jwt/base64url.h"

#include <string>

#include "gtest/gtest.h"

namespace rollbook::gateway::jwt {
namespace {

TEST(Base64Url, GoesThereAndBack) {
  std::string bytes;
  for (int size = 0; size < 300; ++size) {
    EXPECT_EQ(DecodeBase64Url(EncodeBase64Url(bytes)), bytes);
    bytes.push_back(static_cast<char>(size * 7));
  }
  EXPECT_EQ(EncodeBase64Url("\xfb\xff"), "-_8");
}

TEST(Base64Url, RefusesOtherSpellings) {
  for (const char* text : {"A", "AAAAA", "AA==", "AA=", "+A", "/A", "A A", "AB",
                           "AAB", "-_9", "AA\n"}) {
    EXPECT_FALSE(DecodeBase64Url(text)) << text;
  }
}

}  // namespace
}  // namespace rollbook::gateway::jwt

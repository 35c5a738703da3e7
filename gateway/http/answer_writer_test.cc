#include "gateway/http/answer_writer.h"

#include <gtest/gtest.h>

#include "gateway/http/http_date.h"

namespace rollbook::gateway::http {
namespace {

constexpr char kDate[] = "Fri, 13 Mar 2026 12:00:00 GMT";

std::string Answer(const HttpResponse& response, const AnswerForm& form) {
  std::string out = "left over";
  WriteAnswer(response, form, kDate, out);
  return out;
}

TEST(AnswerWriter, WritesHeadAndBodyAsOne) {
  EXPECT_EQ(Answer({201, {{"ETag", "\"1\""}}, "{}"}, {.keep_alive = true}),
            "HTTP/1.1 201 Created\r\n"
            "Date: Fri, 13 Mar 2026 12:00:00 GMT\r\n"
            "ETag: \"1\"\r\n"
            "Cache-Control: no-store\r\n"
            "X-Content-Type-Options: nosniff\r\n"
            "Content-Length: 2\r\n"
            "\r\n"
            "{}");
}

TEST(AnswerWriter, SaysWhatHappensToTheConnection) {
  EXPECT_NE(Answer({}, {.keep_alive = false}).find("Connection: close\r\n"),
            std::string::npos);
  EXPECT_NE(Answer({}, {.keep_alive = true, .minor_version = 0})
                .find("Connection: keep-alive\r\n"),
            std::string::npos);
}

TEST(AnswerWriter, KeepsTheLengthOfABodyThatHeadDoesNotGet) {
  const std::string answer =
      Answer({200, {}, "body"}, {.keep_alive = true, .head_only = true});
  EXPECT_NE(answer.find("Content-Length: 4\r\n"), std::string::npos);
  EXPECT_TRUE(answer.ends_with("\r\n\r\n"));
}

TEST(AnswerWriter, GivesNoLengthWhereThereCanBeNoBody) {
  const std::string answer = Answer({204, {}, "lost"}, {.keep_alive = true});
  EXPECT_EQ(answer.find("Content-Length"), std::string::npos);
  EXPECT_TRUE(answer.ends_with("\r\n\r\n"));
}

TEST(AnswerWriter, LeavesOutAFieldThatWouldSplitTheAnswer) {
  const std::string answer =
      Answer({200, {{"X", "1\r\nSet-Cookie: a"}, {"Y", "2"}}, ""}, {});
  EXPECT_EQ(answer.find("Set-Cookie"), std::string::npos);
  EXPECT_NE(answer.find("Y: 2\r\n"), std::string::npos);
}

TEST(HttpDate, MovesOnWithTheSecond) {
  HttpDate date;
  const absl::Time noon = absl::FromUnixSeconds(1773403200);
  EXPECT_EQ(date.At(noon), kDate);
  EXPECT_EQ(date.At(noon + absl::Milliseconds(999)), kDate);
  EXPECT_EQ(date.At(noon + absl::Seconds(1)), "Fri, 13 Mar 2026 12:00:01 GMT");
  EXPECT_EQ(date.At(absl::FromUnixSeconds(784111777)),
            "Sun, 06 Nov 1994 08:49:37 GMT");
}

}  // namespace
}  // namespace rollbook::gateway::http

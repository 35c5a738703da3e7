#include "gateway/http/framing_guard.h"

#include <gtest/gtest.h>

#include <string>

namespace rollbook::gateway::http {
namespace {

constexpr HeadLimits kLimits = {512, 4, 32};

std::optional<Framing> Guard(const std::string& raw, RequestHead& head) {
  const HeadScan scan = ScanHead(raw, kLimits.max_bytes);
  if (scan.state != HeadScan::State::kComplete) return std::nullopt;
  EXPECT_EQ(scan.size, raw.size());
  return GuardHead(raw, kLimits, head);
}

struct Row {
  std::string name;
  std::string raw;
};

class Refused : public testing::TestWithParam<Row> {};

TEST_P(Refused, IsNoRequest) {
  RequestHead head;
  EXPECT_EQ(Guard(GetParam().raw, head), std::nullopt) << GetParam().raw;
}

std::string Get(const std::string& fields) {
  return "GET / HTTP/1.1\r\n" + fields + "\r\n";
}

std::string Post(const std::string& fields) {
  return "POST / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n";
}

std::string Line(const std::string& line) {
  return line + "\r\nHost: a\r\n\r\n";
}

INSTANTIATE_TEST_SUITE_P(
    RequestLine, Refused,
    testing::Values(
        Row{"LowerCaseMethod", Line("get / HTTP/1.1")},
        Row{"MixedCaseMethod", Line("Get / HTTP/1.1")},
        Row{"NoMethod", Line(" / HTTP/1.1")},
        Row{"OddMethod", Line("G@T / HTTP/1.1")},
        Row{"NoTarget", Line("GET  HTTP/1.1")},
        Row{"NoTargetAtAll", Line("GET HTTP/1.1")},
        Row{"AbsoluteForm", Line("GET http://a/ HTTP/1.1")},
        Row{"AsteriskForm", Line("OPTIONS * HTTP/1.1")},
        Row{"AuthorityForm", Line("CONNECT a:443 HTTP/1.1")},
        Row{"NoLeadingSlash", Line("GET a HTTP/1.1")},
        Row{"Fragment", Line("GET /#a HTTP/1.1")},
        Row{"HighByteInTarget", Line("GET /\xc3\xa9 HTTP/1.1")},
        Row{"TabInTarget", Line("GET /\ta HTTP/1.1")},
        Row{"SpaceInTarget", Line("GET /a b HTTP/1.1")},
        Row{"DeleteInTarget", Line("GET /\x7f HTTP/1.1")},
        Row{"TwoSpaces", Line("GET  / HTTP/1.1")},
        Row{"SpaceBehindVersion", Line("GET / HTTP/1.1 ")},
        Row{"BareCrBehindVersion", Line("GET / HTTP/1.1\r")},
        Row{"LongTarget", Line("GET /" + std::string(32, 'a') + " HTTP/1.1")},
        Row{"NoVersion", Line("GET /")},
        Row{"Version09", Line("GET / HTTP/0.9")},
        Row{"Version12", Line("GET / HTTP/1.2")},
        Row{"Version20", Line("GET / HTTP/2.0")},
        Row{"LowerCaseVersion", Line("GET / http/1.1")},
        Row{"EmptyLineFirst", "\r\n" + Line("GET / HTTP/1.1")},
        Row{"TlsHandshake", std::string("\x16\x03\x01\x02\x00\x01", 6)}),
    [](const auto& row) { return row.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Fields, Refused,
    testing::Values(
        Row{"NoHost", Get("")}, Row{"TwoHosts", Get("Host: a\r\nHost: b\r\n")},
        Row{"TwoEqualHosts", Get("Host: a\r\nhOST: a\r\n")},
        Row{"FoldedLine", Get("Host: a\r\nX: 1\r\n 2\r\n")},
        Row{"FoldedLineByTab", Get("Host: a\r\nX: 1\r\n\t2\r\n")},
        Row{"FoldedFirstLine", Get(" Host: a\r\n")},
        Row{"SpaceBeforeColon", Get("Host : a\r\n")},
        Row{"NoColon", Get("Host: a\r\nX\r\n")},
        Row{"NoName", Get("Host: a\r\n: 1\r\n")},
        Row{"HighByteInName", Get("Host: a\r\nX\xc3: 1\r\n")},
        Row{"NulInValue",
            Get("Host: a\r\nX: " + std::string(1, '\0') + "\r\n")},
        Row{"BareCrInValue", Get("Host: a\r\nX: 1\rY: 2\r\n")},
        Row{"BareLf", Get("Host: a\nX: 1\r\n")},
        Row{"BareLfAtTheEnd", "GET / HTTP/1.1\r\nHost: a\n\n"},
        Row{"ControlInValue", Get("Host: a\r\nX: \x01\r\n")},
        Row{"TooManyFields",
            Get("Host: a\r\nA: 1\r\nB: 1\r\nC: 1\r\nD: 1\r\n")},
        Row{"TooLong", Get("Host: a\r\nX: " + std::string(512, 'a') + "\r\n")}),
    [](const auto& row) { return row.param.name; });

INSTANTIATE_TEST_SUITE_P(
    BodyFraming, Refused,
    testing::Values(
        Row{"TwoLengths", Post("Content-Length: 5\r\nContent-Length: 6\r\n")},
        Row{"TwoEqualLengths",
            Post("Content-Length: 5\r\ncontent-length: 5\r\n")},
        Row{"ListOfLengths", Post("Content-Length: 5, 5\r\n")},
        Row{"SignedLength", Post("Content-Length: +5\r\n")},
        Row{"NegativeLength", Post("Content-Length: -1\r\n")},
        Row{"HexLength", Post("Content-Length: 0x5\r\n")},
        Row{"EmptyLength", Post("Content-Length:\r\n")},
        Row{"HugeLength", Post("Content-Length: 18446744073709551616\r\n")},
        Row{"LengthThenChunked",
            Post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n")},
        Row{"ChunkedThenLength",
            Post("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n")},
        Row{"Gzip", Post("Transfer-Encoding: gzip\r\n")},
        Row{"Identity", Post("Transfer-Encoding: identity\r\n")},
        Row{"AlmostChunked", Post("Transfer-Encoding: xchunked\r\n")},
        Row{"QuotedChunked", Post("Transfer-Encoding: \"chunked\"\r\n")},
        Row{"ChunkedWithParameter", Post("Transfer-Encoding: chunked;q=1\r\n")},
        Row{"ChunkedIdentity",
            Post("Transfer-Encoding: chunked, identity\r\n")},
        Row{"GzipChunked", Post("Transfer-Encoding: gzip, chunked\r\n")},
        Row{"ChunkedTwiceInOneField",
            Post("Transfer-Encoding: chunked, chunked\r\n")},
        Row{"ChunkedTwice", Post("Transfer-Encoding: "
                                 "chunked\r\nTransfer-Encoding: chunked\r\n")},
        Row{"EmptyCoding", Post("Transfer-Encoding:\r\n")},
        Row{"FoldedCoding", Post("Transfer-Encoding:\r\n chunked\r\n")},
        Row{"ChunkedInVersion10",
            "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"}),
    [](const auto& row) { return row.param.name; });

TEST(FramingGuard, ReadsTheHeadAsItWasSent) {
  RequestHead head;
  const auto framing = Guard(
      "PATCH /a%2fB?x=%3a HTTP/1.1\r\nhOsT: a\r\nX-Api-Key:\t k \r\n"
      "Content-Length: 17\r\n\r\n",
      head);
  ASSERT_TRUE(framing);
  EXPECT_EQ(head.method, "PATCH");
  EXPECT_EQ(head.target, "/a%2fB?x=%3a");
  EXPECT_EQ(head.minor_version, 1);
  EXPECT_EQ(head.headers.Find("x-api-key"), "k");
  EXPECT_EQ(framing->content_length, 17u);
  EXPECT_FALSE(framing->chunked);
  EXPECT_TRUE(framing->has_body());
  EXPECT_TRUE(framing->keep_alive);
}

TEST(FramingGuard, LetsOneChunkedPassInAnyCase) {
  RequestHead head;
  const auto framing = Guard(Post("transfer-encoding: Chunked \r\n"), head);
  ASSERT_TRUE(framing);
  EXPECT_TRUE(framing->chunked);
  EXPECT_TRUE(framing->has_body());
}

TEST(FramingGuard, LetsHighBytesInValuesPass) {
  RequestHead head;
  EXPECT_TRUE(Guard(Get("Host: a\r\nX: \xc3\xa9\r\n"), head));
}

TEST(FramingGuard, LetsAnyHostPassEvenAnEmptyOne) {
  RequestHead head;
  EXPECT_TRUE(Guard(Get("Host:\r\n"), head));
}

TEST(FramingGuard, KeepsAliveAsTheVersionAndTheClientSay) {
  const auto keep_alive = [](const std::string& raw) {
    RequestHead head;
    const auto framing = Guard(raw, head);
    return framing && framing->keep_alive;
  };
  EXPECT_TRUE(keep_alive(Get("Host: a\r\n")));
  EXPECT_TRUE(keep_alive(Get("Host: a\r\nConnection: Upgrade, X\r\n")));
  EXPECT_FALSE(keep_alive(Get("Host: a\r\nConnection: X ,\tClose\r\n")));
  EXPECT_FALSE(keep_alive("GET / HTTP/1.0\r\n\r\n"));
  EXPECT_TRUE(keep_alive("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n"));
}

TEST(FramingGuard, SeesWhoWaitsForTheContinue) {
  RequestHead head;
  EXPECT_TRUE(Guard(Post("Expect: 100-Continue\r\nContent-Length: 1\r\n"), head)
                  ->expects_continue);
  RequestHead old;
  EXPECT_FALSE(Guard("POST / HTTP/1.0\r\nExpect: 100-continue\r\n\r\n", old)
                   ->expects_continue);
}

TEST(FramingGuard, FindsTheEndWhereverTheBytesWereSplit) {
  const std::string head = Get("Host: a\r\nX: 1\r\n");
  for (size_t split = 0; split < head.size(); ++split) {
    EXPECT_EQ(ScanHead(head.substr(0, split), kLimits.max_bytes).state,
              HeadScan::State::kIncomplete);
    const HeadScan scan = ScanHead(head + "POST", kLimits.max_bytes, split);
    EXPECT_EQ(scan.state, HeadScan::State::kComplete);
    EXPECT_EQ(scan.size, head.size());
  }
}

TEST(FramingGuard, TellsHowFarItGotInAHeadThatIsRefused) {
  RequestHead head;
  EXPECT_FALSE(Guard("PATCH /v1/users/1 HTTP/1.1\r\n\r\n", head));
  EXPECT_EQ(head.method, "PATCH");
  EXPECT_EQ(head.target, "/v1/users/1");
}

}  // namespace
}  // namespace rollbook::gateway::http

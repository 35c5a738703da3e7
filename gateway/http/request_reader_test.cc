#include "gateway/http/request_reader.h"

#include <gtest/gtest.h>

#include <cstring>
#include <random>
#include <string>
#include <vector>

namespace rollbook::gateway::http {
namespace {

using Progress = RequestReader::Progress;

constexpr RequestLimits kLimits = {{16 << 10, 64, 2048}, 64};

void Feed(RequestReader& reader, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto room = reader.Prepare();
    const size_t size = std::min(room.size(), bytes.size());
    std::memcpy(room.data(), bytes.data(), size);
    reader.Commit(size);
    bytes.remove_prefix(size);
  }
}

std::string Chunked(const std::string& body) {
  return "POST /v1/users HTTP/1.1\r\nHost: a\r\n"
         "Transfer-Encoding: chunked\r\n\r\n" +
         body;
}

std::string Sized(const std::string& body) {
  return "POST /v1/users HTTP/1.1\r\nHost: a\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + body;
}

Progress Read(const std::string& bytes) {
  RequestReader reader(kLimits);
  Feed(reader, bytes);
  return reader.Advance();
}

// Everything that comes out of `stream` when it arrives in these two pieces.
std::vector<std::string> BodiesOf(const std::string& stream, size_t split) {
  RequestReader reader(kLimits);
  std::vector<std::string> bodies;
  for (const auto& piece : {stream.substr(0, split), stream.substr(split)}) {
    Feed(reader, piece);
    while (reader.Advance() == Progress::kComplete) {
      bodies.push_back(reader.Take().body);
    }
  }
  return bodies;
}

TEST(RequestReader, ReadsTheSameWhereverTheBytesAreSplit) {
  const std::string stream = Sized("first") +
                             Chunked("3\r\nsec\r\n3;x=y\r\nond\r\n0\r\n\r\n") +
                             "GET / HTTP/1.1\r\nHost: a\r\n\r\n" +
                             Chunked("0\r\n\r\n") + Sized("fifth");
  const std::vector<std::string> expected = {"first", "second", "", "",
                                             "fifth"};
  for (size_t split = 0; split <= stream.size(); ++split) {
    EXPECT_EQ(BodiesOf(stream, split), expected) << "split at " << split;
  }
}

TEST(RequestReader, ReadsTheSameByteByByte) {
  RequestReader reader(kLimits);
  std::vector<std::string> bodies;
  for (const char byte : Chunked("0\r\n\r\n") + Sized("ab") +
                             Chunked("1\r\na\r\n1\r\nb\r\n0;e\r\n\r\n")) {
    Feed(reader, std::string_view(&byte, 1));
    const Progress progress = reader.Advance();
    ASSERT_NE(progress, Progress::kRefused);
    if (progress == Progress::kComplete) bodies.push_back(reader.Take().body);
  }
  EXPECT_EQ(bodies, (std::vector<std::string>{"", "ab", "ab"}));
}

TEST(RequestReader, RefusesEveryTrailer) {
  EXPECT_EQ(Read(Chunked("0\r\nX: 1\r\n\r\n")), Progress::kRefused);
  EXPECT_EQ(Read(Chunked("1\r\na\r\n0\r\nX-Api-Key: k\r\n\r\n")),
            Progress::kRefused);
  EXPECT_EQ(Read(Chunked("0\r\nConnection: close\r\n\r\n")),
            Progress::kRefused);
}

TEST(RequestReader, RefusesATrailerThatNeverEnds) {
  EXPECT_EQ(Read(Chunked("0\r\nX: " + std::string(30'000, 'a'))),
            Progress::kRefused);
}

TEST(RequestReader, RefusesMalformedChunks) {
  for (const char* body :
       {"x\r\na\r\n0\r\n\r\n", "-1\r\na\r\n0\r\n\r\n", "0x1\r\na\r\n0\r\n\r\n",
        "1\r\nab\r\n0\r\n\r\n", "1 \r\na\r\n0\r\n\r\n", "1\na\r\n0\r\n\r\n",
        "10000000000000001\r\na\r\n0\r\n\r\n", ";x\r\na\r\n0\r\n\r\n",
        "\r\n\r\n\r\n\r\n"}) {
    EXPECT_EQ(Read(Chunked(body)), Progress::kRefused) << body;
  }
}

TEST(RequestReader, RefusesTooMuchChunkExtension) {
  EXPECT_EQ(
      Read(Chunked("1;" + std::string(60'000, 'x') + "\r\na\r\n0\r\n\r\n")),
      Progress::kRefused);
  std::string many;
  for (int i = 0; i < 60; ++i) {
    many += "1;" + std::string(30, 'x') + "\r\na\r\n";
  }
  EXPECT_EQ(Read(Chunked(many + "0\r\n\r\n")), Progress::kRefused);
}

TEST(RequestReader, TakesABodyUpToTheLimitAndNoByteMore) {
  const std::string full(kLimits.max_body_bytes, 'a');
  EXPECT_EQ(Read(Sized(full)), Progress::kComplete);
  EXPECT_EQ(Read(Chunked("40\r\n" + full + "\r\n0\r\n\r\n")),
            Progress::kComplete);
  for (const std::string& too_much :
       {Sized(full + "a"), Chunked("41\r\na"),
        Chunked("40\r\n" + full + "\r\n1\r\na\r\n0\r\n\r\n")}) {
    RequestReader reader(kLimits);
    Feed(reader, too_much);
    ASSERT_EQ(reader.Advance(), Progress::kRefused);
    EXPECT_EQ(reader.refusal(), Refusal::kPayloadTooLarge);
  }
}

TEST(RequestReader, AsksForTheContinueOnlyWhenTheBodyIsHeldBack) {
  const std::string head =
      "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
      "Content-Length: 2\r\n\r\n";
  RequestReader waiting(kLimits);
  Feed(waiting, head);
  EXPECT_EQ(waiting.Advance(), Progress::kNeedsContinue);
  EXPECT_EQ(waiting.Advance(), Progress::kNeedsMore);
  Feed(waiting, "ab");
  EXPECT_EQ(waiting.Advance(), Progress::kComplete);

  EXPECT_EQ(Read(head + "ab"), Progress::kComplete);
  EXPECT_EQ(Read("GET / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\r\n"),
            Progress::kComplete);
}

TEST(RequestReader, RefusesABodyTooLargeBeforeItIsInvited) {
  EXPECT_EQ(Read("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
                 "Content-Length: 65\r\n\r\n"),
            Progress::kRefused);
}

TEST(RequestReader, HoldsAHeadToItsLimitHoweverItArrives) {
  RequestReader reader(kLimits);
  Feed(reader, "GET / HTTP/1.1\r\nHost: a\r\nX: ");
  Progress progress = reader.Advance();
  size_t fed = 0;
  for (; progress == Progress::kNeedsMore && fed < 2 * kLimits.head.max_bytes;
       ++fed) {
    Feed(reader, "a");
    progress = reader.Advance();
  }
  EXPECT_EQ(progress, Progress::kRefused);
  EXPECT_LT(fed, kLimits.head.max_bytes);
}

TEST(RequestReader, LooksIdleOnlyBetweenRequests) {
  RequestReader reader(kLimits);
  EXPECT_TRUE(reader.idle());
  Feed(reader, "P");
  EXPECT_EQ(reader.Advance(), Progress::kNeedsMore);
  EXPECT_FALSE(reader.idle());
  EXPECT_FALSE(reader.in_body());
  Feed(reader, Sized("ab").substr(1, Sized("ab").size() - 2));
  EXPECT_EQ(reader.Advance(), Progress::kNeedsMore);
  EXPECT_TRUE(reader.in_body());
  Feed(reader, "b");
  EXPECT_EQ(reader.Advance(), Progress::kComplete);
  reader.Take();
  EXPECT_TRUE(reader.idle());
}

// Damaged requests must end in one of the known ways: the sanitizers and the
// parser's own assertions watch.
TEST(RequestReader, SurvivesDamagedRequestsInAnyPieces) {
  std::mt19937 random(7);
  const std::string stream =
      Chunked("3;a=b\r\nabc\r\n0\r\n\r\n") + Sized("body") +
      Chunked("2\r\nab\r\n10\r\n0123456789abcdef\r\n0;x\r\nT: 1\r\n\r\n");
  constexpr std::string_view kOdd("\r\n\0;:0 1f\xff\t,", 13);
  for (int round = 0; round < 20'000; ++round) {
    std::string damaged = stream;
    for (int i = 0; i < 2; ++i) {
      damaged[random() % damaged.size()] = kOdd[random() % kOdd.size()];
    }
    RequestReader reader(kLimits);
    Progress progress = Progress::kNeedsMore;
    for (size_t at = 0; at < damaged.size();) {
      const size_t size =
          std::min<size_t>(1 + random() % 40, damaged.size() - at);
      Feed(reader, std::string_view(damaged).substr(at, size));
      at += size;
      do {
        progress = reader.Advance();
        if (progress == Progress::kComplete) reader.Take();
      } while (progress == Progress::kComplete);
      if (progress == Progress::kRefused) break;
    }
    EXPECT_NE(progress, Progress::kComplete);
  }
}

}  // namespace
}  // namespace rollbook::gateway::http

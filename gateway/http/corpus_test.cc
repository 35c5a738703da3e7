// The corpus of tests/http_corpus, held against a second reader, cut at every
// byte, changed at random, and sent between two honest requests.

#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "gateway/http/request_reader.h"
#include "gateway/http/server.h"
#include "gateway/http/testing/echo_handler.h"
#include "gateway/http/testing/reference_reader.h"
#include "gateway/http/testing/test_client.h"

namespace rollbook::gateway::http {
namespace {

using Progress = RequestReader::Progress;

constexpr RequestLimits kLimits = {{16 << 10, 64, 2048}, 64 << 10};
constexpr int kMutationsPerCase = 300;

struct Case {
  std::string verdict;
  std::string name;
  std::string bytes;

  size_t requests() const {
    return verdict == "two" ? 2 : verdict.starts_with("one") ? 1 : 0;
  }
  bool is_bad() const { return verdict.ends_with("bad"); }
};

std::string Unescape(const std::string& text) {
  std::string bytes;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\') {
      bytes.push_back(text[i]);
      continue;
    }
    switch (text[++i]) {
      case 'r':
        bytes.push_back('\r');
        break;
      case 'n':
        bytes.push_back('\n');
        break;
      case 't':
        bytes.push_back('\t');
        break;
      case '0':
        bytes.push_back('\0');
        break;
      case 'x':
        bytes += base::FromHex(text.substr(i + 1, 2)).value();
        i += 2;
        break;
      default:
        bytes.push_back(text[i]);
    }
  }
  return bytes;
}

const std::vector<Case>& Corpus() {
  static const auto& kCases = *[] {
    auto* const cases = new std::vector<Case>;
    const char* const directory = std::getenv("ROLLBOOK_HTTP_CORPUS");
    std::ifstream file(std::string(directory ? directory : "") +
                       "/requests.txt");
    for (std::string line; std::getline(file, line);) {
      const size_t first = line.find('\t');
      const size_t second = line.find('\t', first + 1);
      if (line.starts_with('#') || second == std::string::npos) continue;
      cases->push_back({line.substr(0, first),
                        line.substr(first + 1, second - first - 1),
                        Unescape(line.substr(second + 1))});
    }
    return cases;
  }();
  return kCases;
}

void Feed(RequestReader& reader, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto room = reader.Prepare();
    const size_t size = std::min(room.size(), bytes.size());
    std::memcpy(room.data(), bytes.data(), size);
    reader.Commit(size);
    bytes.remove_prefix(size);
  }
}

// What comes out when the bytes arrive in these pieces.
Reading ReadPieces(const std::vector<std::string_view>& pieces) {
  RequestReader reader(kLimits);
  Reading reading;
  for (const std::string_view piece : pieces) {
    Feed(reader, piece);
    Progress progress;
    while ((progress = reader.Advance()) == Progress::kComplete) {
      HttpRequest request = reader.Take();
      reading.requests.push_back(
          {request.method, request.target, request.body});
      if (reader.idle()) break;
    }
    if (progress == Progress::kRefused) {
      reading.refused = true;
      break;
    }
  }
  return reading;
}

Reading ReadWhole(std::string_view bytes) { return ReadPieces({bytes}); }

TEST(Corpus, IsThere) { EXPECT_GT(Corpus().size(), 150u); }

TEST(Corpus, IsReadAsItSays) {
  for (const Case& c : Corpus()) {
    const Reading reading = ReadWhole(c.bytes);
    EXPECT_EQ(reading.requests.size(), c.requests()) << c.name;
    EXPECT_EQ(reading.refused, c.is_bad()) << c.name;
    for (const Reading::Request& request : reading.requests) {
      EXPECT_EQ(request.target.find("smuggled"), std::string::npos) << c.name;
    }
  }
}

TEST(Corpus, IsReadTheSameByTheReference) {
  for (const Case& c : Corpus()) {
    EXPECT_EQ(ReadWhole(c.bytes), ReferenceReader::Read(c.bytes)) << c.name;
  }
}

TEST(Corpus, IsReadTheSameWhereverItIsCut) {
  for (const Case& c : Corpus()) {
    const Reading whole = ReadWhole(c.bytes);
    const std::string_view bytes = c.bytes;
    std::vector<std::string_view> single;
    for (size_t at = 0; at < bytes.size(); ++at) {
      EXPECT_EQ(ReadPieces({bytes.substr(0, at), bytes.substr(at)}), whole)
          << c.name << " cut at " << at;
      single.push_back(bytes.substr(at, 1));
    }
    EXPECT_EQ(ReadPieces(single), whole) << c.name << " byte by byte";
  }
}

std::string Mutated(std::string bytes, std::mt19937& random) {
  const auto below = [&](size_t n) {
    return std::uniform_int_distribution<size_t>(0, n - 1)(random);
  };
  constexpr char kLiked[] = "\r\n :;,\t0a\x01\x80GX/";
  for (size_t i = 0, changes = 1 + below(3); i < changes; ++i) {
    const size_t at = below(bytes.size());
    const char byte = kLiked[below(sizeof(kLiked) - 1)];
    switch (below(4)) {
      case 0:
        bytes[at] = byte;
        break;
      case 1:
        bytes.insert(at, 1, byte);
        break;
      case 2:
        bytes.insert(at, bytes.substr(at, below(12)));
        break;
      default:
        if (bytes.size() > 1) bytes.erase(at, 1);
    }
  }
  return bytes;
}

// The real reader may refuse more than the grammar does (Beast has a mind of
// its own on Connection, say), but never sees a request where the reference
// sees none, or another.
TEST(Corpus, ChangedAtRandomHidesNoRequestFromTheReference) {
  std::mt19937 random(20261121);
  for (const Case& c : Corpus()) {
    for (int i = 0; i < kMutationsPerCase; ++i) {
      const std::string bytes = Mutated(c.bytes, random);
      const Reading real = ReadWhole(bytes);
      Reading reference = ReferenceReader::Read(bytes);
      ASSERT_LE(real.requests.size(), reference.requests.size())
          << c.name << ": " << testing::PrintToString(bytes);
      if (!real.refused) {
        ASSERT_TRUE(reference.refused ||
                    real.requests.size() == reference.requests.size())
            << c.name << ": " << testing::PrintToString(bytes);
      }
      reference.requests.resize(real.requests.size());
      ASSERT_EQ(real.requests, reference.requests)
          << c.name << ": " << testing::PrintToString(bytes);
    }
  }
}

std::string Get(const std::string& target) {
  return "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n";
}

TEST(Corpus, NeverShiftsTheAnswersAroundIt) {
  EchoHandler handler;
  HttpServerOptions options;
  options.listen = "127.0.0.1:0";
  const auto server = HttpServer::Start(options, handler);
  ASSERT_TRUE(server.ok()) << server.status();
  for (const Case& c : Corpus()) {
    if (c.verdict == "more") continue;
    SCOPED_TRACE(c.name);
    const Reading expected = ReferenceReader::Read(c.bytes);
    TestClient client((*server)->port());
    client.Send(Get("/before") + c.bytes + Get("/after"));
    EXPECT_EQ(client.Read().body, "GET /before ");
    for (const Reading::Request& request : expected.requests) {
      EXPECT_EQ(client.Read().body,
                request.method + " " + request.target + " " + request.body);
    }
    if (c.is_bad()) {
      EXPECT_EQ(client.Read().status, 400);
      EXPECT_TRUE(client.IsAtEnd());
    } else if (c.bytes.find("HTTP/1.0") == std::string::npos) {
      EXPECT_EQ(client.Read().body, "GET /after ");
    }
  }
}

}  // namespace
}  // namespace rollbook::gateway::http

// What the server refuses, over real sockets: the answer arrives, nothing
// behind it is looked at, and the connection is closed.
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "gateway/http/server.h"
#include "gateway/http/testing/echo_handler.h"
#include "gateway/http/testing/test_client.h"

namespace rollbook::gateway::http {
namespace {

constexpr char kSmuggled[] = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";

struct Attack {
  std::string name;
  std::string bytes;
};

std::string Get(const std::string& fields) {
  return "GET / HTTP/1.1\r\n" + fields + "\r\n";
}
std::string Post(const std::string& fields, const std::string& body) {
  return "POST / HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n" + body;
}
std::string Chunked(const std::string& body) {
  return Post("Transfer-Encoding: chunked\r\n", body);
}

class RefusalTest : public testing::TestWithParam<Attack> {};

TEST_P(RefusalTest, EndsTheConnection) {
  EchoHandler handler;
  HttpServerOptions options;
  options.listen = "127.0.0.1:0";
  options.threads = 1;
  const auto server = HttpServer::Start(options, handler);
  ASSERT_TRUE(server.ok());
  TestClient client((*server)->port());
  client.Send(GetParam().bytes + kSmuggled);
  const WireAnswer answer = client.Read();
  EXPECT_EQ(answer.status, 400);
  EXPECT_TRUE(answer.Has("Connection: close\r\n"));
  EXPECT_TRUE(client.IsAtEnd());
  EXPECT_EQ(handler.handled(), 0);
}

INSTANTIATE_TEST_SUITE_P(
    Wire, RefusalTest,
    testing::Values(
        Attack{"Gzip", Post("Transfer-Encoding: gzip\r\n", "")},
        Attack{"Identity", Post("Transfer-Encoding: identity\r\n", "")},
        Attack{"AlmostChunked", Post("Transfer-Encoding: xchunked\r\n", "")},
        Attack{"ChunkedIdentity",
               Post("Transfer-Encoding: chunked, identity\r\n", "")},
        Attack{"GzipChunked",
               Post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n")},
        Attack{"ChunkedTwice", Post("Transfer-Encoding: chunked\r\n"
                                    "Transfer-Encoding: chunked\r\n",
                                    "0\r\n\r\n")},
        Attack{"ChunkedAndLength", Post("Transfer-Encoding: chunked\r\n"
                                        "Content-Length: 5\r\n",
                                        "0\r\n\r\n")},
        Attack{"LengthAndChunked", Post("Content-Length: 5\r\n"
                                        "Transfer-Encoding: chunked\r\n",
                                        "0\r\n\r\n")},
        Attack{"Http10Chunked",
               "POST / HTTP/1.0\r\nTransfer-Encoding: "
               "chunked\r\n\r\n0\r\n\r\n"},
        Attack{"TwoLengths",
               Post("Content-Length: 1\r\nContent-Length: 2\r\n", "ab")},
        Attack{"TwoEqualLengths",
               Post("Content-Length: 1\r\nContent-Length: 1\r\n", "a")},
        Attack{"ListOfLengths", Post("Content-Length: 1, 1\r\n", "a")},
        Attack{"SignedLength", Post("Content-Length: +1\r\n", "a")},
        Attack{"NoHost", Get("")},
        Attack{"TwoHosts", Get("Host: a\r\nHost: a\r\n")},
        Attack{"ObsFold", Get("Host: a\r\nX: 1\r\n 2\r\n")},
        Attack{"ObsFoldInCoding",
               Post("Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n")},
        Attack{"BareLf", "GET / HTTP/1.1\nHost: a\n\n"},
        Attack{"BareCr", Get("Host: a\r\nX: 1\rY: 2\r\n")},
        Attack{"SpaceBeforeColon", Get("Host: a\r\nX : 1\r\n")},
        Attack{"LowerCaseMethod", "get / HTTP/1.1\r\nHost: a\r\n\r\n"},
        Attack{"AbsoluteForm", "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n"},
        Attack{"Fragment", "GET /#x HTTP/1.1\r\nHost: a\r\n\r\n"},
        Attack{"HighByte", "GET /\xff HTTP/1.1\r\nHost: a\r\n\r\n"},
        Attack{"LongTarget",
               "GET /" + std::string(2048, 'a') + " HTTP/1.1\r\n\r\n"},
        Attack{"LongHead",
               Get("Host: a\r\nX: " + std::string(16384, 'a') + "\r\n")},
        Attack{"ManyFields", Get("Host: a\r\n" +
                                 [] {
                                   std::string fields;
                                   for (int i = 0; i < 64; ++i)
                                     fields += "X: 1\r\n";
                                   return fields;
                                 }())},
        Attack{"Http2Preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"},
        Attack{"Trailer", Chunked("0\r\nX-Api-Key: k\r\n\r\n")},
        Attack{"TrailerAfterData",
               Chunked("1\r\na\r\n0\r\nConnection: close\r\n\r\n")},
        Attack{"LongTrailer",
               Chunked("0\r\nX: " + std::string(30'000, 'a') + "\r\n\r\n")},
        Attack{"LongExtension",
               Chunked("1;" + std::string(60'000, 'a') + "\r\na\r\n0\r\n\r\n")},
        Attack{"OddChunkSize", Chunked("0x1\r\na\r\n0\r\n\r\n")},
        Attack{"BareLfInChunk", Chunked("1\na\n0\n\n")}),
    [](const auto& row) { return row.param.name; });

TEST(Refusal, ReachesAClientThatGoesOnSendingJunk) {
  EchoHandler handler;
  HttpServerOptions options;
  options.listen = "127.0.0.1:0";
  const auto server = HttpServer::Start(options, handler);
  ASSERT_TRUE(server.ok());
  for (const char byte : {'\0', 'A', '\xff'}) {
    TestClient client((*server)->port());
    EXPECT_TRUE(client.Send(std::string(10 << 20, byte)));
    EXPECT_EQ(client.Read().status, 400);
  }
  TestClient client((*server)->port());
  client.Send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_EQ(client.Read().status, 200);
}

TEST(Refusal, KnowsTheTargetAsFarAsItWasRead) {
  EchoHandler handler;
  HttpServerOptions options;
  options.listen = "127.0.0.1:0";
  const auto server = HttpServer::Start(options, handler);
  ASSERT_TRUE(server.ok());
  TestClient client((*server)->port());
  client.Send("GET /v1/users/1 HTTP/1.1\r\n\r\n");
  EXPECT_EQ(client.Read().body, "/v1/users/1");
}

}  // namespace
}  // namespace rollbook::gateway::http

#include "gateway/http/server.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/testing/temp_dir.h"
#include "gateway/http/testing/echo_handler.h"
#include "gateway/http/testing/test_client.h"

namespace rollbook::gateway::http {
namespace {

constexpr char kGet[] = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";
constexpr char kHeld[] = "GET /held HTTP/1.1\r\nHost: a\r\n\r\n";

std::string Post(const std::string& fields, const std::string& body) {
  return "POST /p HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n" + body;
}

class ServerTest : public testing::Test {
 protected:
  ServerTest() { options_.listen = "127.0.0.1:0"; }

  // For what the options say by then.
  void Serve() {
    auto server = HttpServer::Start(options_, handler_);
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
  }
  uint16_t port() const { return server_->port(); }

  EchoHandler handler_;
  HttpServerOptions options_;
  std::unique_ptr<HttpServer> server_;
};

TEST_F(ServerTest, AnswersRequestsOnOneConnection) {
  Serve();
  TestClient client(port());
  for (int i = 0; i < 3; ++i) {
    client.Send(kGet);
    const WireAnswer answer = client.Read();
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.body, "GET /a ");
    EXPECT_TRUE(answer.Has("Date: "));
    EXPECT_TRUE(answer.Has("Cache-Control: no-store\r\n"));
    EXPECT_TRUE(answer.Has("X-Content-Type-Options: nosniff\r\n"));
    EXPECT_FALSE(answer.Has("Connection:"));
  }
}

TEST_F(ServerTest, TellsTheHandlerWhereARequestCameFrom) {
  Serve();
  TestClient client(port());
  client.Send(kGet);
  client.Read();
  EXPECT_EQ(handler_.last().peer_address, "127.0.0.1");
  EXPECT_FALSE(handler_.last().tls);
  EXPECT_GT(handler_.last().start_time, absl::UnixEpoch());
}

TEST_F(ServerTest, DecodesAnHonestChunkedBody) {
  Serve();
  TestClient client(port());
  client.Send(Post("Transfer-Encoding: chunked\r\n",
                   "4;x=1\r\nroll\r\n4\r\nbook\r\n0\r\n\r\n"));
  EXPECT_EQ(client.Read().body, "POST /p rollbook");
  client.Send(kGet);
  EXPECT_EQ(client.Read().status, 200);
}

TEST_F(ServerTest, ReadsARequestWhereverItIsSplit) {
  Serve();
  const std::string request = Post("Content-Length: 4\r\n", "body");
  TestClient client(port());
  for (size_t split = 1; split < request.size(); ++split) {
    client.Send(request.substr(0, split));
    client.Send(request.substr(split));
    ASSERT_EQ(client.Read().body, "POST /p body") << "split at " << split;
  }
}

TEST_F(ServerTest, AnswersPipelinedRequestsInOrder) {
  Serve();
  TestClient client(port());
  std::string requests;
  for (int i = 0; i < 10; ++i) {
    requests += Post("Content-Length: 1\r\n", std::to_string(i));
    if (i == 4) requests += kHeld;
  }
  client.Send(requests);
  handler_.WaitUntilHeld();
  EXPECT_EQ(handler_.handled(), 6);
  handler_.Release();
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(client.Read().body, "POST /p " + std::to_string(i));
    if (i == 4) {
      EXPECT_EQ(client.Read().body, "GET /held ");
    }
  }
}

TEST_F(ServerTest, AnswersAClientThatHasEndedSending) {
  Serve();
  TestClient client(port());
  client.Send(kGet);
  client.EndSending();
  EXPECT_EQ(client.Read().status, 200);
  EXPECT_TRUE(client.IsAtEnd());
}

TEST_F(ServerTest, LeavesTheBodyOutForHead) {
  Serve();
  TestClient client(port());
  client.Send("HEAD /a HTTP/1.1\r\nHost: a\r\n\r\n");
  client.Send(kGet);
  EXPECT_TRUE(client.Read(false).Has("Content-Length: 8\r\n"));
  EXPECT_EQ(client.Read().body, "GET /a ");
}

TEST_F(ServerTest, InvitesTheBodyOfWhoeverWaitsForIt) {
  Serve();
  TestClient client(port());
  client.Send(Post("Expect: 100-continue\r\nContent-Length: 4\r\n", ""));
  EXPECT_EQ(client.Read(false).head, "HTTP/1.1 100 Continue\r\n\r\n");
  client.Send("body");
  EXPECT_EQ(client.Read().body, "POST /p body");
}

TEST_F(ServerTest, IgnoresAnOfferToUpgrade) {
  Serve();
  TestClient client(port());
  client.Send(
      "GET /a HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\n"
      "Upgrade: h2c\r\nHTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQ\r\n\r\n");
  EXPECT_EQ(client.Read().body, "GET /a ");
  client.Send(kGet);
  EXPECT_EQ(client.Read().status, 200);
}

TEST_F(ServerTest, SpeaksHttp10) {
  Serve();
  TestClient closing(port());
  closing.Send("GET /a HTTP/1.0\r\n\r\n");
  EXPECT_TRUE(closing.Read().Has("Connection: close\r\n"));
  EXPECT_TRUE(closing.IsAtEnd());

  TestClient staying(port());
  for (int i = 0; i < 2; ++i) {
    staying.Send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_TRUE(staying.Read().Has("Connection: keep-alive\r\n"));
  }
}

TEST_F(ServerTest, ClosesWhenTheClientAsksForIt) {
  Serve();
  TestClient client(port());
  client.Send("GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  EXPECT_TRUE(client.Read().Has("Connection: close\r\n"));
  EXPECT_TRUE(client.IsAtEnd());
}

TEST_F(ServerTest, ClosesAfterTheLastRequestThatAConnectionMayHave) {
  options_.max_requests_per_connection = 2;
  Serve();
  TestClient client(port());
  client.Send(std::string(kGet) + kGet + kGet);
  EXPECT_FALSE(client.Read().Has("Connection: close\r\n"));
  EXPECT_TRUE(client.Read().Has("Connection: close\r\n"));
  EXPECT_TRUE(client.IsAtEnd());
}

TEST_F(ServerTest, RefusesABodyThatIsTooLarge) {
  Serve();
  TestClient client(port());
  client.Send(Post("Content-Length: 65537\r\n", std::string(65537, 'a')));
  EXPECT_EQ(client.Read().status, 413);
  EXPECT_TRUE(client.IsAtEnd());
}

TEST_F(ServerTest, TakesTheLargestBody) {
  Serve();
  TestClient client(port());
  client.Send(Post("Content-Length: 65536\r\n", std::string(65536, 'a')));
  EXPECT_EQ(client.Read().body.size(), 65536 + std::string("POST /p ").size());
}

TEST_F(ServerTest, TellsClientsAboveTheLimitThatThereAreTooMany) {
  options_.max_connections = 2;
  Serve();
  TestClient first(port());
  TestClient second(port());
  for (TestClient* client : {&first, &second}) {
    client->Send(kGet);
    EXPECT_EQ(client->Read().status, 200);
  }
  TestClient third(port());
  EXPECT_EQ(third.Read().status, 503);
  EXPECT_TRUE(third.IsAtEnd());
  first.Send(kGet);
  EXPECT_EQ(first.Read().status, 200);
}

TEST_F(ServerTest, LetsNoAddressHaveAllConnections) {
  options_.max_connections_per_address = 2;
  Serve();
  TestClient first(port());
  {
    TestClient second(port());
    TestClient third(port());
    EXPECT_EQ(third.Read().status, 503);
    EXPECT_TRUE(third.IsAtEnd());
    TestClient elsewhere(port(), "127.0.0.2");
    elsewhere.Send(kGet);
    EXPECT_EQ(elsewhere.Read().status, 200);
    second.Send("GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    EXPECT_EQ(second.Read().status, 200);
    EXPECT_TRUE(second.IsAtEnd());
  }
  first.Send(kGet);
  EXPECT_EQ(first.Read().status, 200);
}

TEST_F(ServerTest, TakesAnAnswerForAClientThatHasGone) {
  Serve();
  {
    TestClient client(port());
    client.Send(kHeld);
    handler_.WaitUntilHeld();
  }
  handler_.Release();
  TestClient client(port());
  client.Send(kGet);
  EXPECT_EQ(client.Read().status, 200);
}

TEST_F(ServerTest, TakesAnAnswerAfterItsOwnEnd) {
  Serve();
  TestClient client(port());
  client.Send(kHeld);
  handler_.WaitUntilHeld();
  server_.reset();
  EXPECT_TRUE(client.IsAtEnd());
  handler_.Release();
}

TEST_F(ServerTest, NamesTheAddressThatItCannotHave) {
  Serve();
  options_.listen = "127.0.0.1:" + std::to_string(port());
  const auto second = HttpServer::Start(options_, handler_);
  ASSERT_FALSE(second.ok());
  const std::string text(second.status().message());
  EXPECT_NE(text.find(options_.listen), std::string::npos) << text;
  EXPECT_NE(text.find("already in use"), std::string::npos) << text;

  for (const char* nonsense :
       {"", "here", "127.0.0.1:", "1.2.3.4.5:80", "127.0.0.1:http", "unix:"}) {
    options_.listen = nonsense;
    EXPECT_FALSE(HttpServer::Start(options_, handler_).ok()) << nonsense;
  }
}

TEST_F(ServerTest, ListensOnAUnixSocketAndTidiesUp) {
  const std::string path = base::NewTempPath("socket");
  options_.listen = "unix:" + path;
  Serve();
  EXPECT_EQ(port(), 0);
  EXPECT_FALSE(HttpServer::Start(options_, handler_).ok());
  {
    TestClient client(path);
    client.Send(kGet);
    EXPECT_EQ(client.Read().status, 200);
    EXPECT_EQ(handler_.last().peer_address, "unix");
  }
  server_.reset();
  EXPECT_NE(access(path.c_str(), F_OK), 0);
}

TEST_F(ServerTest, ReplacesTheSocketFileOfADeadServer) {
  const std::string path = base::NewTempPath("socket");
  const int dead = socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.data(), path.size());
  ASSERT_EQ(
      bind(dead, reinterpret_cast<const sockaddr*>(&address), sizeof(address)),
      0);
  close(dead);
  options_.listen = "unix:" + path;
  Serve();
  TestClient client(path);
  client.Send(kGet);
  EXPECT_EQ(client.Read().status, 200);
}

TEST_F(ServerTest, AnswersManyClientsFromManyThreads) {
  Serve();
  std::vector<std::thread> threads;
  threads.reserve(8);
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([this] {
      for (int round = 0; round < 10; ++round) {
        TestClient client(port());
        for (int request = 0; request < 20; ++request) {
          client.Send(kGet);
          ASSERT_EQ(client.Read().status, 200);
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(handler_.handled(), 8 * 10 * 20);
}

}  // namespace
}  // namespace rollbook::gateway::http

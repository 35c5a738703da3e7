// Deadlines and draining, over real sockets with short times.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <thread>

#include "gateway/http/server.h"
#include "gateway/http/testing/echo_handler.h"
#include "gateway/http/testing/test_client.h"

namespace rollbook::gateway::http {
namespace {

constexpr absl::Duration kShort = absl::Milliseconds(40);
constexpr char kGet[] = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";
constexpr char kHeld[] = "GET /held HTTP/1.1\r\nHost: a\r\n\r\n";
constexpr char kBodyAwaited[] =
    "POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 50000\r\n\r\n";
constexpr char kBodyInvited[] =
    "POST /p HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
    "Content-Length: 1\r\n\r\n";

// Answers with more than the kernel's buffers hold.
class LargeAnswerHandler final : public HttpHandler {
 public:
  void Handle(HttpRequest, Respond respond) override {
    respond({200, {}, std::string(64 << 20, 'a')});
  }
  HttpResponse Refuse(const RequestHead&, Refusal) override {
    return {400, {}, ""};
  }
};

class TimingTest : public testing::Test {
 protected:
  TimingTest() { options_.listen = "127.0.0.1:0"; }

  void Serve(HttpHandler& handler) {
    auto server = HttpServer::Start(options_, handler);
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
  }
  void Serve() { Serve(handler_); }
  uint16_t port() const { return server_->port(); }

  EchoHandler handler_;
  HttpServerOptions options_;
  std::unique_ptr<HttpServer> server_;
};

TEST_F(TimingTest, GivesUpOnAHeadThatDoesNotCome) {
  options_.header_timeout = kShort;
  Serve();
  TestClient client(port());
  client.Send("GET /a HTTP/1.1\r\nHo");
  const WireAnswer answer = client.Read();
  EXPECT_EQ(answer.status, 408);
  EXPECT_TRUE(answer.Has("Connection: close\r\n"));
  EXPECT_TRUE(client.IsAtEnd());
}

TEST_F(TimingTest, GivesUpOnAHeadThatTrickles) {
  options_.header_timeout = kShort;
  Serve();
  TestClient client(port());
  client.Send("GET /a HTTP/1.1\r\nHost: ");
  while (!client.HasNews(5)) client.Send("a");
  EXPECT_EQ(client.Read().status, 408);
}

TEST_F(TimingTest, GivesUpOnABodyThatTrickles) {
  options_.body_timeout = kShort;
  Serve();
  TestClient client(port());
  client.Send(kBodyAwaited);
  while (!client.HasNews(5)) client.Send("a");
  const WireAnswer answer = client.Read();
  EXPECT_EQ(answer.status, 408);
  EXPECT_EQ(answer.body, "/p");
  EXPECT_TRUE(client.IsAtEnd());
}

TEST_F(TimingTest, GivesUpOnABodyThatWasInvited) {
  options_.body_timeout = kShort;
  Serve();
  TestClient client(port());
  client.Send(kBodyInvited);
  EXPECT_EQ(client.Read(false).status, 100);
  EXPECT_EQ(client.Read().status, 408);
}

TEST_F(TimingTest, ClosesAConnectionOnWhichNothingEverComes) {
  options_.header_timeout = kShort;
  Serve();
  EXPECT_TRUE(TestClient(port()).IsAtEnd());
}

TEST_F(TimingTest, ClosesAnIdleConnectionWithoutAWord) {
  options_.idle_timeout = kShort;
  Serve();
  TestClient client(port());
  client.Send(kGet);
  EXPECT_EQ(client.Read().status, 200);
  EXPECT_TRUE(client.IsAtEnd());
}

TEST_F(TimingTest, GivesTheHandlerItsTime) {
  options_.idle_timeout = options_.header_timeout = options_.body_timeout =
      options_.write_timeout = kShort;
  Serve();
  TestClient client(port());
  client.Send(kHeld);
  EXPECT_FALSE(client.HasNews(200));
  handler_.Release();
  EXPECT_EQ(client.Read().status, 200);
}

TEST_F(TimingTest, HoldsBackWhatItIsToldTo) {
  class HoldingHandler final : public HttpHandler {
   public:
    void Handle(HttpRequest request, Respond respond) override {
      HttpResponse response{200, {}, request.target};
      if (request.target == "/slow") response.hold_back = absl::Hours(1);
      if (request.target == "/soon") response.hold_back = kShort;
      respond(std::move(response));
    }
    HttpResponse Refuse(const RequestHead&, Refusal) override { return {}; }
  };
  HoldingHandler handler;
  Serve(handler);
  TestClient soon(port());
  soon.Send("GET /soon HTTP/1.1\r\nHost: a\r\n\r\n" + std::string(kGet));
  EXPECT_EQ(soon.Read().body, "/soon");
  EXPECT_EQ(soon.Read().body, "/a");
  TestClient slow(port());
  slow.Send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n" + std::string(kGet));
  EXPECT_FALSE(slow.HasNews(100));
  soon.Send(kGet);
  EXPECT_EQ(soon.Read().body, "/a");
  std::thread draining([this] { server_->Drain(absl::InfiniteDuration()); });
  const WireAnswer held = slow.Read();
  EXPECT_EQ(held.body, "/slow");
  EXPECT_TRUE(held.Has("Connection: close\r\n"));
  EXPECT_TRUE(slow.IsAtEnd());
  slow.EndSending();
  draining.join();
}

TEST_F(TimingTest, GivesUpOnAClientThatDoesNotRead) {
  LargeAnswerHandler handler;
  options_.write_timeout = kShort;
  Serve(handler);
  TestClient client(port());
  client.Send(kGet);
  ASSERT_TRUE(client.HasNews(10'000));
  server_->Drain(absl::InfiniteDuration());
  EXPECT_EQ(client.Read().status, 0);
  server_.reset();
}

TEST_F(TimingTest, LetsRequestsUnderWayFinishWhenDraining) {
  Serve();
  TestClient idle(port());
  idle.Send(kGet);
  EXPECT_EQ(idle.Read().status, 200);
  TestClient half(port());
  half.Send(kBodyInvited);
  // Its head was read: a connection that sent nothing yet would be idle.
  EXPECT_EQ(half.Read(false).status, 100);
  TestClient held(port());
  held.Send(kHeld);
  handler_.WaitUntilHeld();

  std::thread draining([this] { server_->Drain(absl::InfiniteDuration()); });
  EXPECT_TRUE(idle.IsAtEnd());
  EXPECT_FALSE(TestClient(port()).connected());
  half.Send("a");
  handler_.Release();
  for (TestClient* client : {&half, &held}) {
    const WireAnswer answer = client->Read();
    EXPECT_EQ(answer.status, 200);
    EXPECT_TRUE(answer.Has("Connection: close\r\n"));
    EXPECT_TRUE(client->IsAtEnd());
    client->EndSending();
  }
  draining.join();
}

TEST_F(TimingTest, ClosesWhatIsLeftWhenDrainingTakesTooLong) {
  Serve();
  TestClient held(port());
  held.Send(kHeld);
  handler_.WaitUntilHeld();
  server_->Drain(kShort);
  EXPECT_TRUE(held.IsAtEnd());
  handler_.Release();
  server_->Drain(absl::ZeroDuration());
}

}  // namespace
}  // namespace rollbook::gateway::http

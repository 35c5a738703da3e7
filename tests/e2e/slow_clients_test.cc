// Clients that take their time, and clients that want too many connections.

#include <algorithm>
#include <deque>

#include "absl/time/clock.h"
#include "gateway/http/testing/test_client.h"
#include "gmock/gmock.h"
#include "tests/e2e/end_to_end.h"

namespace rollbook::tests {
namespace {

using gateway::http::TestClient;
using gateway::http::WireAnswer;

constexpr int kSlowClients = 150;
constexpr absl::Duration kOneByteEvery = absl::Seconds(1);

// Sends a request byte by byte for as long as it is listened to.
class SlowClient {
 public:
  // `at_once` is sent first.
  SlowClient(uint16_t port, std::string_view at_once, std::string rest)
      : client_(port), rest_(std::move(rest)) {
    client_.Send(at_once);
  }

  bool answered() const { return answered_; }
  void SendAByte() {
    answered_ = answered_ || client_.HasNews(0);
    if (answered_ || sent_ == rest_.size()) return;
    client_.Send(std::string_view(rest_).substr(sent_++, 1));
  }
  int ReadStatus() { return client_.Read().status; }

 private:
  TestClient client_;
  const std::string rest_;
  size_t sent_ = 0;
  bool answered_ = false;
};

class SlowClients : public EndToEnd {};

INSTANTIATE_TEST_SUITE_P(, SlowClients,
                         testing::Values(Arrangement::kInProcess,
                                         Arrangement::kSeparateGateway),
                         ArrangementName);

TEST_P(SlowClients, AreTurnedAwayAndNobodyWaitsForThem) {
  const std::string request =
      RequestText(Signed(CreateCall(ExampleUser("slow")), acme_));
  const size_t head = request.find("\r\n\r\n") + 4;
  std::deque<SlowClient> slow;
  for (int i = 0; i < kSlowClients; ++i) {
    slow.emplace_back(service_.http_port(), "", request);
    slow.emplace_back(service_.http_port(), request.substr(0, head),
                      request.substr(head));
  }
  const auto all_answered = [&slow] {
    return std::all_of(slow.begin(), slow.end(),
                       [](const SlowClient& one) { return one.answered(); });
  };
  const absl::Time deadline = absl::Now() + kPatience;
  int number = 0;
  while (!all_answered() && absl::Now() < deadline) {
    for (SlowClient& one : slow) one.SendAByte();
    const std::string id = std::to_string(++number);
    EXPECT_EQ(Send(CreateCall(ExampleUser(id))).status, 201);
    EXPECT_EQ(Send(GetCall(id)).status, 200);
    absl::SleepFor(kOneByteEvery);
  }
  ASSERT_TRUE(all_answered());
  for (SlowClient& one : slow) EXPECT_EQ(one.ReadStatus(), 408);
  EXPECT_EQ(Send(GetCall("slow")).status, 404);
}

constexpr int kCap = 8;

class ConnectionCap : public EndToEnd {
 protected:
  ConnectionCap() : EndToEnd(Capped()) {}

  // The answer to a request over this connection.
  int Ask(TestClient& client) const {
    client.Send(RequestText(Signed(GetCall("nobody"), acme_)));
    return client.Read().status;
  }

 private:
  static ServiceOptions Capped() {
    const std::string flag =
        "--max_connections_per_address=" + std::to_string(kCap);
    return {.arrangement = GetParam(),
            .rollbookd_flags = {flag},
            .gateway_flags = {flag}};
  }
};

INSTANTIATE_TEST_SUITE_P(, ConnectionCap,
                         testing::Values(Arrangement::kInProcess,
                                         Arrangement::kSeparateGateway),
                         ArrangementName);

TEST_P(ConnectionCap, IsOfOneAddress) {
  std::deque<TestClient> greedy;
  for (int i = 0; i < kCap; ++i) {
    EXPECT_EQ(Ask(greedy.emplace_back(service_.http_port())), 404) << i;
  }
  {
    TestClient one_more(service_.http_port());
    const WireAnswer refused = one_more.Read();
    EXPECT_EQ(refused.status, 503);
    EXPECT_TRUE(refused.Has("Retry-After: "));
    EXPECT_TRUE(one_more.IsAtEnd());
  }
  TestClient other(service_.http_port(), "127.0.0.2");
  EXPECT_EQ(Ask(other), 404);

  greedy.pop_front();
  EXPECT_TRUE(Eventually([&] {
    TestClient again(service_.http_port());
    return Ask(again) == 404;
  }));
  EXPECT_EQ(Ask(greedy.front()), 404) << "who was there stays";
}

}  // namespace
}  // namespace rollbook::tests

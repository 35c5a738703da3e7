#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "services/rpc/rpc_test_world.h"

namespace rollbook::services {
namespace {

using audit::v1::SubscribeRequest;
using audit::v1::SubscribeResponse;

// Events of the world's partner, before any of a test's own.
constexpr uint64_t kBefore = 2;

// Without the records of the subscriptions themselves.
SubscribeRequest Everything() {
  SubscribeRequest request;
  for (const char* const type :
       {"PartnerCreated", "KeyCreated", "UserCreated"}) {
    request.add_types(type);
  }
  return request;
}

// One Subscribe call; cancelled at the end.
class Subscription {
 public:
  Subscription(const std::shared_ptr<grpc::Channel>& channel,
               const SubscribeRequest& request)
      : stub_(audit::v1::AuditService::NewStub(channel)),
        reader_(stub_->Subscribe(&context_, request)) {}
  ~Subscription() {
    if (ended_) return;
    context_.TryCancel();
    for (SubscribeResponse rest; reader_->Read(&rest);) {
    }
    reader_->Finish();
  }

  SubscribeResponse Next() {
    SubscribeResponse response;
    EXPECT_TRUE(reader_->Read(&response));
    return response;
  }

  // All events until the stream says that it has caught up.
  std::vector<audit::v1::Event> UntilCaughtUp() {
    std::vector<audit::v1::Event> events;
    for (;;) {
      const SubscribeResponse response = Next();
      events.insert(events.end(), response.events().begin(),
                    response.events().end());
      token_ = response.resume_token();
      if (response.caught_up() || response.head().number() == 0) return events;
    }
  }

  std::optional<base::Reason> WhyItEnds() {
    SubscribeResponse response;
    EXPECT_FALSE(reader_->Read(&response));
    ended_ = true;
    return ReasonIn(reader_->Finish());
  }

  const std::string& token() const { return token_; }

 private:
  const std::unique_ptr<audit::v1::AuditService::Stub> stub_;
  grpc::ClientContext context_;
  const std::unique_ptr<grpc::ClientReader<SubscribeResponse>> reader_;
  std::string token_;
  bool ended_ = false;
};

TEST(Subscribe, TellsWhenItHasCaughtUpAndGoesOn) {
  RpcWorld rpc;
  rpc.CreateUsers(600);
  Subscription all(rpc.SocketChannel(), Everything());
  EXPECT_EQ(all.UntilCaughtUp().size(), kBefore + 600);
  rpc.CreateUsers(1);
  const SubscribeResponse more = all.Next();
  ASSERT_EQ(more.events_size(), 1);
  EXPECT_TRUE(more.caught_up());
  EXPECT_EQ(more.read_to().number(), more.head().number());
}

TEST(Subscribe, CatchesUpAtOnceWhenNothingIsWanted) {
  RpcWorld rpc;
  rpc.CreateUsers(3);
  SubscribeRequest request;
  request.add_types("UserErased");
  Subscription erased(rpc.SocketChannel(), request);
  EXPECT_TRUE(erased.UntilCaughtUp().empty());
}

TEST(Subscribe, GoesOnWhereItWasWithoutGapOrRepetition) {
  RpcWorld rpc;
  rpc.CreateUsers(3);
  SubscribeRequest request = Everything();
  {
    Subscription first(rpc.SocketChannel(), request);
    EXPECT_EQ(first.UntilCaughtUp().size(), kBefore + 3);
    request.set_resume_token(first.token());
  }
  rpc.CreateUsers(2);
  Subscription second(rpc.SocketChannel(), request);
  const auto events = second.UntilCaughtUp();
  ASSERT_EQ(events.size(), 2u);
  EXPECT_GT(events[0].position().number(), kBefore + 3);
}

TEST(Subscribe, RefusesATokenOfAnotherLog) {
  RpcWorld rpc;
  SubscribeRequest request;
  request.set_resume_token("0123456789abcdef-0-2");
  EXPECT_EQ(Subscription(rpc.SocketChannel(), request).WhyItEnds(),
            base::Reason::kLogForked);
  request.set_resume_token("nonsense");
  EXPECT_EQ(Subscription(rpc.SocketChannel(), request).WhyItEnds(),
            base::Reason::kInvalidArgument);
}

TEST(Subscribe, BeginsNow) {
  RpcWorld rpc;
  rpc.CreateUsers(3);
  SubscribeRequest request = Everything();
  request.set_from_now(true);
  Subscription now(rpc.SocketChannel(), request);
  EXPECT_TRUE(now.UntilCaughtUp().empty());
  rpc.CreateUsers(1);
  EXPECT_EQ(now.Next().events_size(), 1);
}

TEST(Subscribe, ShowsAnAuditorWhoListens) {
  RpcWorld rpc;
  Subscription all(rpc.SocketChannel(), {});
  EXPECT_EQ(all.UntilCaughtUp().size(), kBefore);
  const SubscribeResponse next = all.Next();
  ASSERT_EQ(next.events_size(), 1);
  EXPECT_EQ(next.events(0).access_event().method(), "Subscribe");
}

TEST(Subscribe, ShowsAServiceThePartnersThatWereGrantedToIt) {
  RpcWorld rpc([](GrpcServerOptions& options) {
    ASSERT_TRUE(options.identity.AddGrant("local=nova").ok());
  });
  admin::v1::CreatePartnerRequest nova;
  nova.set_partner_id("nova");
  nova.set_contract("boca-raton");
  ASSERT_TRUE(rpc.world.CreatePartner(nova).ok());
  rpc.CreateUsers(3);
  Subscription service(rpc.TcpChannel(), {});
  for (const auto& event : service.UntilCaughtUp()) {
    EXPECT_EQ(event.partner_id(), "nova");
  }
  SubscribeRequest acme;
  acme.add_partner_ids("acme");
  EXPECT_EQ(Subscription(rpc.TcpChannel(), acme).WhyItEnds(),
            base::Reason::kPermissionDenied);
}

TEST(Subscribe, ShowsNothingToAServiceWithoutGrants) {
  RpcWorld rpc;
  EXPECT_EQ(Subscription(rpc.TcpChannel(), {}).WhyItEnds(),
            base::Reason::kPermissionDenied);
}

TEST(Subscribe, GivesSignsOfLife) {
  RpcWorld rpc;
  Subscription all(rpc.SocketChannel(), Everything());
  EXPECT_EQ(all.UntilCaughtUp().size(), kBefore);
  rpc.world.clock.Advance(absl::Seconds(4));
  const SubscribeResponse alive = all.Next();
  EXPECT_EQ(alive.events_size(), 0);
  EXPECT_GE(alive.head().number(), kBefore);
  EXPECT_TRUE(alive.caught_up());
}

}  // namespace
}  // namespace rollbook::services

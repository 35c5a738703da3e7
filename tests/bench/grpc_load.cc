#include "tests/bench/grpc_load.h"

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <functional>
#include <memory>
#include <random>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "rollbook/user/v1/user_service.grpc.pb.h"
#include "tests/bench/sample_user.h"

namespace rollbook::bench {
namespace {

using user::v1::UserService;

// One completion queue and one channel per thread, a fixed number of calls
// under way on it: the load generator that costs least per call.
template <typename Request, typename Response>
class ClosedLoop {
 public:
  using Start = std::unique_ptr<grpc::ClientAsyncResponseReader<Response>> (
      UserService::Stub::*)(grpc::ClientContext*, const Request&,
                            grpc::CompletionQueue*);

  ClosedLoop(const GrpcLoadOptions& options, Start start,
             std::function<void(Request&)> fill,
             std::function<void(const Response&)> use)
      : options_(options),
        start_(start),
        fill_(std::move(fill)),
        use_(std::move(use)) {}

  LoadResult Run(size_t in_flight, int channel_number) {
    grpc::ChannelArguments args;
    // Distinct arguments, so that channels do not share a connection.
    args.SetInt("rollbook.bench.channel", channel_number);
    stub_ = UserService::NewStub(grpc::CreateCustomChannel(
        options_.target, grpc::InsecureChannelCredentials(), args));
    const absl::Time begin = absl::Now();
    const absl::Time end = begin + options_.duration;
    std::vector<Call> calls(in_flight);
    for (Call& call : calls) Send(call);
    size_t under_way = in_flight;
    void* tag = nullptr;
    bool ok = false;
    while (under_way > 0 && queue_.Next(&tag, &ok)) {
      Call& call = *static_cast<Call*>(tag);
      const absl::Time now = absl::Now();
      if (ok && call.status.ok()) {
        ++result_.ok;
        result_.latencies_us.push_back(
            static_cast<uint32_t>(absl::ToInt64Microseconds(now - call.sent)));
        use_(call.response);
      } else {
        ++result_.failed;
      }
      if (now < end) {
        Send(call);
      } else {
        --under_way;
      }
    }
    result_.elapsed = absl::Now() - begin;
    return std::move(result_);
  }

 private:
  struct Call {
    std::unique_ptr<grpc::ClientContext> context;
    std::unique_ptr<grpc::ClientAsyncResponseReader<Response>> reader;
    Request request;
    Response response;
    grpc::Status status;
    absl::Time sent;
  };

  void Send(Call& call) {
    call.context = std::make_unique<grpc::ClientContext>();
    fill_(call.request);
    call.sent = absl::Now();
    call.reader =
        (stub_.get()->*start_)(call.context.get(), call.request, &queue_);
    call.reader->Finish(&call.response, &call.status, &call);
  }

  const GrpcLoadOptions& options_;
  const Start start_;
  const std::function<void(Request&)> fill_;
  const std::function<void(const Response&)> use_;
  std::unique_ptr<UserService::Stub> stub_;
  grpc::CompletionQueue queue_;
  LoadResult result_;
};

LoadResult Merge(std::vector<LoadResult> parts) {
  LoadResult all;
  for (LoadResult& part : parts) {
    all.ok += part.ok;
    all.failed += part.failed;
    all.elapsed = std::max(all.elapsed, part.elapsed);
    all.latencies_us.insert(all.latencies_us.end(), part.latencies_us.begin(),
                            part.latencies_us.end());
  }
  return all;
}

// Runs `one(channel)` on a thread per channel.
LoadResult OnAllChannels(const GrpcLoadOptions& options,
                         const std::function<LoadResult(int)>& one) {
  std::vector<LoadResult> parts(options.channels);
  std::vector<std::thread> threads;
  for (size_t i = 0; i < options.channels; ++i) {
    threads.emplace_back([&, i] { parts[i] = one(static_cast<int>(i)); });
  }
  for (std::thread& thread : threads) thread.join();
  return Merge(std::move(parts));
}

}  // namespace

LoadResult RunCreateUsers(const GrpcLoadOptions& options,
                          std::vector<std::string>* created) {
  using user::v1::CreateUserRequest;
  using user::v1::CreateUserResponse;
  const std::string run = absl::StrCat(absl::ToUnixMicros(absl::Now()));
  std::atomic<uint64_t> next = 0;
  std::vector<std::vector<std::string>> ids(options.channels);
  LoadResult result = OnAllChannels(options, [&](int channel) {
    ClosedLoop<CreateUserRequest, CreateUserResponse> loop(
        options, &UserService::Stub::AsyncCreateUser,
        [&](CreateUserRequest& request) {
          if (request.partner_id().empty()) {
            request.set_partner_id(options.partner_id);
            *request.mutable_profile() = SampleProfile();
          }
          request.set_external_id(absl::StrCat("bench-", run, "-", ++next));
        },
        [&, channel](const CreateUserResponse& response) {
          if (created == nullptr) return;
          ids[static_cast<size_t>(channel)].push_back(
              response.user().user_id());
        });
    return loop.Run(options.in_flight / options.channels, channel);
  });
  if (created != nullptr) {
    for (auto& part : ids) {
      created->insert(created->end(), part.begin(), part.end());
    }
  }
  return result;
}

LoadResult RunGetUsers(const GrpcLoadOptions& options,
                       const std::vector<std::string>& user_ids) {
  using user::v1::GetUserRequest;
  using user::v1::GetUserResponse;
  return OnAllChannels(options, [&](int channel) {
    std::mt19937_64 random(static_cast<uint64_t>(channel));
    ClosedLoop<GetUserRequest, GetUserResponse> loop(
        options, &UserService::Stub::AsyncGetUser,
        [&](GetUserRequest& request) {
          request.set_partner_id(options.partner_id);
          request.mutable_user()->set_user_id(
              user_ids[random() % user_ids.size()]);
        },
        [](const GetUserResponse&) {});
    return loop.Run(options.in_flight / options.channels, channel);
  });
}

}  // namespace rollbook::bench

#ifndef ROLLBOOK_TESTS_BENCH_CLOSED_LOOP_H_
#define ROLLBOOK_TESTS_BENCH_CLOSED_LOOP_H_

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "rollbook/user/v1/user_service.grpc.pb.h"
#include "tests/bench/latency.h"

namespace rollbook::bench {

// One completion queue and one channel, a fixed number of calls under way on
// it: the load generator that costs least per call. One thread.
template <typename Request, typename Response>
class ClosedLoop {
 public:
  using Stub = user::v1::UserService::Stub;
  using Start = std::unique_ptr<grpc::ClientAsyncResponseReader<Response>> (
      Stub::*)(grpc::ClientContext*, const Request&, grpc::CompletionQueue*);
  // Makes the next request of the one before it; false: there is none.
  using Fill = std::function<bool(Request&)>;
  using Use = std::function<void(const Response&)>;

  ClosedLoop(std::string target, Start start, Fill fill, Use use)
      : target_(std::move(target)),
        start_(start),
        fill_(std::move(fill)),
        use_(std::move(use)) {}

  LoadResult Run(size_t in_flight, int channel_number) {
    grpc::ChannelArguments args;
    // Distinct arguments, so that channels do not share a connection.
    args.SetInt("rollbook.bench.channel", channel_number);
    stub_ = user::v1::UserService::NewStub(grpc::CreateCustomChannel(
        target_, grpc::InsecureChannelCredentials(), args));
    const absl::Time begin = absl::Now();
    std::vector<Call> calls(in_flight);
    size_t under_way = 0;
    for (Call& call : calls) under_way += Send(call) ? 1 : 0;
    void* tag = nullptr;
    bool ok = false;
    while (under_way > 0 && queue_.Next(&tag, &ok)) {
      Call& call = *static_cast<Call*>(tag);
      if (ok && call.status.ok()) {
        ++result_.ok;
        result_.latencies_us.push_back(static_cast<uint32_t>(
            absl::ToInt64Microseconds(absl::Now() - call.sent)));
        use_(call.response);
      } else {
        ++result_.failed;
      }
      if (!Send(call)) --under_way;
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

  bool Send(Call& call) {
    if (!fill_(call.request)) return false;
    call.context = std::make_unique<grpc::ClientContext>();
    call.sent = absl::Now();
    call.reader =
        (stub_.get()->*start_)(call.context.get(), call.request, &queue_);
    call.reader->Finish(&call.response, &call.status, &call);
    return true;
  }

  const std::string target_;
  const Start start_;
  const Fill fill_;
  const Use use_;
  std::unique_ptr<Stub> stub_;
  grpc::CompletionQueue queue_;
  LoadResult result_;
};

// Runs `one(channel)` on a thread per channel.
inline LoadResult OnChannels(size_t channels,
                             const std::function<LoadResult(int)>& one) {
  std::vector<LoadResult> parts(channels);
  std::vector<std::thread> threads;
  for (size_t i = 0; i < channels; ++i) {
    threads.emplace_back([&, i] { parts[i] = one(static_cast<int>(i)); });
  }
  for (std::thread& thread : threads) thread.join();
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

}  // namespace rollbook::bench

#endif  // ROLLBOOK_TESTS_BENCH_CLOSED_LOOP_H_

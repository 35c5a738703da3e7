#include "tests/bench/fill_store.h"

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <numeric>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tests/bench/closed_loop.h"
#include "tests/bench/sample_user.h"

namespace rollbook::bench {
namespace {

using user::v1::ImportUsersRequest;
using user::v1::ImportUsersResponse;
using user::v1::UpdateUserRequest;
using user::v1::UpdateUserResponse;
using user::v1::UserService;

constexpr uint64_t kProgressEvery = 10'000;

// Counts what is done, over all threads.
class Counter {
 public:
  explicit Counter(const FillOptions& options) : options_(options) {}

  void Add() {
    const uint64_t done = ++done_;
    if (done % kProgressEvery == 0 && options_.progress) {
      options_.progress(done);
    }
  }

 private:
  const FillOptions& options_;
  std::atomic<uint64_t> done_ = 0;
};

// One stream: every `channels`th user from number `first` on.
absl::Status ImportShare(const FillOptions& options, size_t first,
                         Counter& counter, std::vector<base::UuidBytes>& ids) {
  grpc::ChannelArguments args;
  args.SetInt("rollbook.bench.channel", static_cast<int>(first));
  const auto stub = UserService::NewStub(grpc::CreateCustomChannel(
      options.target, grpc::InsecureChannelCredentials(), args));
  grpc::ClientContext context;
  const auto stream = stub->ImportUsers(&context);
  std::thread writer([&] {
    ImportUsersRequest request;
    request.set_partner_id(options.partner_id);
    *request.mutable_profile() = SampleProfile();
    for (uint64_t i = first; i < options.users; i += options.channels) {
      request.set_line(i);
      request.set_external_id(absl::StrCat("fill-", i));
      request.mutable_profile()->set_email(
          absl::StrCat("user-", i, "@example.com"));
      // Refused when the stream has ended: Finish says why.
      if (!stream->Write(request)) return;
    }
    stream->WritesDone();
  });
  bool all_created = true;
  for (ImportUsersResponse response; stream->Read(&response);) {
    for (const ImportUsersResponse::Item& item : response.items()) {
      const auto id = base::ParseUuid(item.user_id());
      all_created = all_created && id &&
                    item.outcome() == ImportUsersResponse::OUTCOME_CREATED;
      if (!all_created) break;
      ids[item.line()] = *id;
      counter.Add();
    }
  }
  writer.join();
  const grpc::Status status = stream->Finish();
  if (!status.ok()) return absl::InternalError(status.error_message());
  return all_created ? absl::OkStatus()
                     : absl::InternalError("a user was not created");
}

// A step through all numbers below `users` that visits each of them once.
uint64_t StepThrough(uint64_t users) {
  uint64_t step = users / 2 + users / 8 + 1;
  while (std::gcd(step, users) != 1) ++step;
  return step;
}

}  // namespace

absl::StatusOr<std::vector<base::UuidBytes>> ImportUsers(
    const FillOptions& options) {
  std::vector<base::UuidBytes> ids(options.users);
  std::vector<absl::Status> results(options.channels);
  Counter counter(options);
  std::vector<std::thread> threads;
  for (size_t i = 0; i < options.channels; ++i) {
    threads.emplace_back(
        [&, i] { results[i] = ImportShare(options, i, counter, ids); });
  }
  for (std::thread& thread : threads) thread.join();
  for (const absl::Status& result : results) {
    if (!result.ok()) return result;
  }
  return ids;
}

absl::Status UpdateUsers(const FillOptions& options,
                         const std::vector<base::UuidBytes>& ids, int pass) {
  const uint64_t step = StepThrough(ids.size());
  std::atomic<uint64_t> next = 0;
  Counter counter(options);
  const LoadResult result = OnChannels(options.channels, [&](int channel) {
    ClosedLoop<UpdateUserRequest, UpdateUserResponse> loop(
        options.target, &UserService::Stub::AsyncUpdateUser,
        [&](UpdateUserRequest& request) {
          const uint64_t turn = next++;
          if (turn >= ids.size()) return false;
          const auto user = static_cast<size_t>(turn * step % ids.size());
          request.set_partner_id(options.partner_id);
          request.mutable_user()->set_user_id(base::FormatUuid(ids[user]));
          request.mutable_profile()->set_occupation(
              absl::StrCat("Occupation ", pass));
          request.mutable_profile()->mutable_address()->set_line1(
              absl::StrCat(turn % 1000, " Main Street"));
          request.mutable_profile()->mutable_address()->set_city("Ottawa");
          return true;
        },
        [&](const UpdateUserResponse&) { counter.Add(); });
    return loop.Run(options.in_flight / options.channels, channel);
  });
  if (result.failed == 0) return absl::OkStatus();
  return absl::InternalError(
      absl::StrCat(result.failed, " of ", ids.size(), " updates failed"));
}

}  // namespace rollbook::bench

#include "tests/bench/grpc_load.h"

#include <atomic>
#include <random>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/bench/closed_loop.h"
#include "tests/bench/sample_user.h"

namespace rollbook::bench {
namespace {

using user::v1::UserService;

}  // namespace

LoadResult RunCreateUsers(const GrpcLoadOptions& options,
                          std::vector<std::string>* created) {
  using user::v1::CreateUserRequest;
  using user::v1::CreateUserResponse;
  const absl::Time end = absl::Now() + options.duration;
  const std::string run = absl::StrCat(absl::ToUnixMicros(absl::Now()));
  std::atomic<uint64_t> next = 0;
  std::vector<std::vector<std::string>> ids(options.channels);
  LoadResult result = OnChannels(options.channels, [&](int channel) {
    ClosedLoop<CreateUserRequest, CreateUserResponse> loop(
        options.target, &UserService::Stub::AsyncCreateUser,
        [&](CreateUserRequest& request) {
          if (absl::Now() >= end) return false;
          if (request.partner_id().empty()) {
            request.set_partner_id(options.partner_id);
            *request.mutable_profile() = SampleProfile();
          }
          request.set_external_id(absl::StrCat("bench-", run, "-", ++next));
          return true;
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

LoadResult RunGetUsers(const GrpcLoadOptions& options, size_t users,
                       const std::function<std::string(size_t)>& id_of) {
  using user::v1::GetUserRequest;
  using user::v1::GetUserResponse;
  const absl::Time end = absl::Now() + options.duration;
  return OnChannels(options.channels, [&](int channel) {
    std::mt19937_64 random(std::random_device{}());
    ClosedLoop<GetUserRequest, GetUserResponse> loop(
        options.target, &UserService::Stub::AsyncGetUser,
        [&](GetUserRequest& request) {
          if (absl::Now() >= end) return false;
          request.set_partner_id(options.partner_id);
          request.mutable_user()->set_user_id(id_of(random() % users));
          return true;
        },
        [](const GetUserResponse&) {});
    return loop.Run(options.in_flight / options.channels, channel);
  });
}

LoadResult RunGetUsers(const GrpcLoadOptions& options,
                       const std::vector<std::string>& user_ids) {
  return RunGetUsers(options, user_ids.size(),
                     [&](size_t index) { return user_ids[index]; });
}

}  // namespace rollbook::bench

#include "services/rollbookd/in_process_backend.h"

#include <cstdint>

#include "base/mutex.h"

namespace rollbook::services {
namespace {

Caller GatewayCaller(absl::Time deadline) {
  return {
      .roles = {Role::kGateway}, .name = "gateway:local", .deadline = deadline};
}

class RegistryWatch final : public gateway::UserBackend::Watch {
 public:
  RegistryWatch(PartnerRegistry& partners,
                gateway::UserBackend::CredentialWatcher& watcher)
      : partners_(partners) {
    // A change that comes meanwhile waits until OnConnected has been told.
    base::MutexLock lock(mutex_);
    id_ = partners_.Watch(
        [this, &watcher](const gateway::v1::WatchCredentialsResponse& change) {
          base::MutexLock told(mutex_);
          watcher.OnChange(change);
        });
    watcher.OnConnected();
  }
  ~RegistryWatch() override { partners_.StopWatching(id_); }

 private:
  PartnerRegistry& partners_;
  base::Mutex mutex_;
  uint64_t id_ = 0;
};

}  // namespace

void InProcessBackend::CreateUser(
    user::v1::CreateUserRequest request, absl::Time deadline,
    gateway::Reply<user::v1::CreateUserResponse> reply) {
  users_.CreateUser(GatewayCaller(deadline), std::move(request),
                    std::move(reply));
}

void InProcessBackend::GetUser(
    user::v1::GetUserRequest request, absl::Time deadline,
    gateway::Reply<user::v1::GetUserResponse> reply) {
  users_.GetUser(GatewayCaller(deadline), std::move(request), std::move(reply));
}

void InProcessBackend::UpdateUser(
    user::v1::UpdateUserRequest request, absl::Time deadline,
    gateway::Reply<user::v1::UpdateUserResponse> reply) {
  users_.UpdateUser(GatewayCaller(deadline), std::move(request),
                    std::move(reply));
}

void InProcessBackend::ResolveCredential(
    gateway::v1::ResolveCredentialRequest request, absl::Time,
    gateway::Reply<gateway::v1::ResolveCredentialResponse> reply) {
  reply(partners_.ResolveCredential(request));
}

std::unique_ptr<gateway::UserBackend::Watch> InProcessBackend::WatchCredentials(
    CredentialWatcher& watcher) {
  return std::make_unique<RegistryWatch>(partners_, watcher);
}

}  // namespace rollbook::services

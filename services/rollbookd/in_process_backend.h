#ifndef ROLLBOOK_SERVICES_ROLLBOOKD_IN_PROCESS_BACKEND_H_
#define ROLLBOOK_SERVICES_ROLLBOOKD_IN_PROCESS_BACKEND_H_

#include <functional>
#include <memory>
#include <utility>

#include "gateway/user_backend.h"
#include "services/partners/partner_registry.h"
#include "services/users/user_register.h"

namespace rollbook::services {

// The gateway's backend in the same process: the use cases that the gRPC
// adapter calls, called with the role `gateway`. A watch never loses its
// connection. Thread-safe.
class InProcessBackend final : public gateway::UserBackend {
 public:
  // Both must outlive the backend. `ready` must not block.
  InProcessBackend(UserRegister* users, PartnerRegistry* partners,
                   std::function<bool()> ready)
      : users_(*users), partners_(*partners), ready_(std::move(ready)) {}

  void CreateUser(user::v1::CreateUserRequest request, absl::Time deadline,
                  gateway::Reply<user::v1::CreateUserResponse> reply) override;
  void GetUser(user::v1::GetUserRequest request, absl::Time deadline,
               gateway::Reply<user::v1::GetUserResponse> reply) override;
  void UpdateUser(user::v1::UpdateUserRequest request, absl::Time deadline,
                  gateway::Reply<user::v1::UpdateUserResponse> reply) override;
  void ResolveCredential(
      gateway::v1::ResolveCredentialRequest request, absl::Time deadline,
      gateway::Reply<gateway::v1::ResolveCredentialResponse> reply) override;
  std::unique_ptr<Watch> WatchCredentials(CredentialWatcher& watcher) override;
  bool Ready() const override { return ready_(); }

 private:
  UserRegister& users_;
  PartnerRegistry& partners_;
  const std::function<bool()> ready_;
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_ROLLBOOKD_IN_PROCESS_BACKEND_H_

#ifndef ROLLBOOK_GATEWAY_USER_BACKEND_H_
#define ROLLBOOK_GATEWAY_USER_BACKEND_H_

#include <memory>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "rollbook/gateway/v1/gateway_service.pb.h"
#include "rollbook/user/v1/user_service.pb.h"

namespace rollbook::gateway {

template <typename Response>
using Reply = absl::AnyInvocable<void(absl::StatusOr<Response>)>;

// The user service as the gateway sees it: the messages of user.v1 and
// gateway.v1 and nothing else. Two implementations, the gRPC stub
// (grpc_user_backend.h) and, inside rollbookd, a direct call of the same use
// cases; the same tests run on both.
//
// Calls return at once and run `reply` exactly once, on any thread; no call
// blocks. Errors are base::Error statuses; a backend that cannot be reached
// answers BACKEND_UNAVAILABLE. `deadline` bounds the call. Thread-safe.
class UserBackend {
 public:
  virtual ~UserBackend() = default;

  virtual void CreateUser(user::v1::CreateUserRequest request,
                          absl::Time deadline,
                          Reply<user::v1::CreateUserResponse> reply) = 0;
  virtual void GetUser(user::v1::GetUserRequest request, absl::Time deadline,
                       Reply<user::v1::GetUserResponse> reply) = 0;
  virtual void UpdateUser(user::v1::UpdateUserRequest request,
                          absl::Time deadline,
                          Reply<user::v1::UpdateUserResponse> reply) = 0;

  virtual void ResolveCredential(
      gateway::v1::ResolveCredentialRequest request, absl::Time deadline,
      Reply<gateway::v1::ResolveCredentialResponse> reply) = 0;

  // Watches the registry until the returned handle is destroyed (no call of
  // the watcher happens after that). Reconnects by itself.
  class CredentialWatcher {
   public:
    virtual ~CredentialWatcher() = default;
    // The watch stands: from here on no change is missed. Comes first, and
    // again after every reconnect: what was cached before is to be dropped.
    virtual void OnConnected() = 0;
    virtual void OnChange(const gateway::v1::WatchCredentialsResponse&) = 0;
    // Changes may be missed from now on.
    virtual void OnLost() = 0;
  };
  class Watch {
   public:
    virtual ~Watch() = default;
  };
  // `watcher` must live longer than the handle.
  virtual std::unique_ptr<Watch> WatchCredentials(
      CredentialWatcher& watcher) = 0;

  // The backend answers at all: for /readyz.
  virtual bool Ready() const = 0;
};

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_USER_BACKEND_H_

#ifndef ROLLBOOK_SERVICES_USERS_USER_REGISTER_H_
#define ROLLBOOK_SERVICES_USERS_USER_REGISTER_H_

#include <cstddef>
#include <memory>

#include "base/clock.h"
#include "base/random.h"
#include "base/worker_pool.h"
#include "eventstore/event_store.h"
#include "rollbook/user/v1/user_service.pb.h"
#include "services/caller.h"
#include "services/users/certificates.h"
#include "services/users/user_cache.h"

namespace rollbook::services {

// Enough for about 300,000 users.
inline constexpr size_t kDefaultUserCacheBytes = 256 << 20;

class KeyVault;
class PartnerRegistry;
class UserList;

// The use cases of user.v1: what the gRPC adapter and the in-process gateway
// both call. Each call returns at once and replies later; none blocks the
// calling thread: what might is run on the worker pool, and a full pool is
// OVERLOADED. Thread-safe.
//
// Rules of use: an EdgeContext is accepted from role `gateway` only, and its
// credential must still be valid (CREDENTIAL_REVOKED). The partner must exist
// (PARTNER_NOT_FOUND). Which RPC a role may call at all is the adapter's
// table.
class UserRegister {
 public:
  struct Dependencies {  // all must outlive the register
    eventstore::EventStore* store = nullptr;
    KeyVault* vault = nullptr;
    PartnerRegistry* partners = nullptr;
    UserList* list = nullptr;
    base::WorkerPool* workers = nullptr;
    const base::Clock* clock = nullptr;
    base::Random* random = nullptr;
    // For certificates.
    SignNote sign_note = nullptr;
    size_t user_cache_bytes = kDefaultUserCacheBytes;
  };
  explicit UserRegister(const Dependencies& dependencies);
  ~UserRegister();

  void CreateUser(const Caller& caller, user::v1::CreateUserRequest request,
                  Reply<user::v1::CreateUserResponse> reply);
  void GetUser(const Caller& caller, user::v1::GetUserRequest request,
               Reply<user::v1::GetUserResponse> reply);
  // The two calls that matter most, with the serialized response: for those
  // who only pass it on.
  void CreateUserBytes(const Caller& caller,
                       user::v1::CreateUserRequest request,
                       Reply<SharedBytes> reply);
  void GetUserBytes(const Caller& caller,
                    const user::v1::GetUserRequest& request,
                    Reply<SharedBytes> reply);
  void UpdateUser(const Caller& caller, user::v1::UpdateUserRequest request,
                  Reply<user::v1::UpdateUserResponse> reply);
  void ChangeUserStatus(const Caller& caller,
                        user::v1::ChangeUserStatusRequest request,
                        Reply<user::v1::ChangeUserStatusResponse> reply);
  void RecordKycResult(const Caller& caller,
                       user::v1::RecordKycResultRequest request,
                       Reply<user::v1::RecordKycResultResponse> reply);
  void VerifyEmail(const Caller& caller, user::v1::VerifyEmailRequest request,
                   Reply<user::v1::VerifyEmailResponse> reply);
  void BatchCreateUsers(const Caller& caller,
                        user::v1::BatchCreateUsersRequest request,
                        Reply<user::v1::BatchCreateUsersResponse> reply);
  void EraseUser(const Caller& caller, user::v1::EraseUserRequest request,
                 Reply<user::v1::EraseUserResponse> reply);
  void HoldUser(const Caller& caller, user::v1::HoldUserRequest request,
                Reply<user::v1::HoldUserResponse> reply);
  void ReleaseUser(const Caller& caller, user::v1::ReleaseUserRequest request,
                   Reply<user::v1::ReleaseUserResponse> reply);
  void ListUsers(const Caller& caller, user::v1::ListUsersRequest request,
                 Reply<user::v1::ListUsersResponse> reply);

  // One item of ImportUsers: creates the user, or finds the one that already
  // has the external id. Refusals are outcomes (OUTCOME_REJECTED); an error
  // status ends the stream. `partner_id` is the stream's.
  void ImportUser(const Caller& caller, const std::string& partner_id,
                  user::v1::ImportUsersRequest request,
                  Reply<user::v1::ImportUsersResponse::Item> reply);

 private:
  class Impl;

  template <typename Answer, typename Read>
  void AnswerRead(const Caller& caller, const user::v1::GetUserRequest& request,
                  Reply<Answer> reply, Read read);

  std::shared_ptr<Impl> impl_;
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_USERS_USER_REGISTER_H_

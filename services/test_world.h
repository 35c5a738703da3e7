#ifndef ROLLBOOK_SERVICES_TEST_WORLD_H_
#define ROLLBOOK_SERVICES_TEST_WORLD_H_

#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/crypto/random.h"
#include "base/fake_clock.h"
#include "base/worker_pool.h"
#include "eventstore/in_memory_event_store.h"
#include "services/keys/key_vault.h"
#include "services/partners/partner_registry.h"
#include "services/users/user_list.h"
#include "services/users/user_register.h"

namespace rollbook::services {

// An empty list of users; tests of the list itself use the projection.
class NoUserList final : public UserList {
 public:
  absl::StatusOr<Page> List(const Query&) const override { return Page{}; }
  void WaitFor(eventstore::Position, absl::Time,
               absl::AnyInvocable<void(absl::Status)> done) override {
    done(absl::OkStatus());
  }
};

// The four contracts, with a few of their fields.
ContractCatalogue TestContracts();

// The use cases on an in-memory store, with a clock that stands still at
// 2026-03-13T12:00:00Z and the partner "acme" (contract boca-raton).
class World {
 public:
  explicit World(size_t workers = 4);

  // Runs an asynchronous call and waits for its answer.
  template <typename Response, typename Call>
  static absl::StatusOr<Response> Await(Call call) {
    std::promise<absl::StatusOr<Response>> promise;
    call([&promise](absl::StatusOr<Response> response) {
      promise.set_value(std::move(response));
    });
    return promise.get_future().get();
  }

  absl::StatusOr<user::v1::CreateUserResponse> Create(
      user::v1::CreateUserRequest request, const Caller& caller = Service());
  absl::StatusOr<user::v1::GetUserResponse> Get(
      user::v1::GetUserRequest request, const Caller& caller = Service());
  absl::StatusOr<user::v1::UpdateUserResponse> Update(
      user::v1::UpdateUserRequest request, const Caller& caller = Service());
  absl::StatusOr<user::v1::ChangeUserStatusResponse> ChangeStatus(
      user::v1::ChangeUserStatusRequest request);
  absl::StatusOr<user::v1::RecordKycResultResponse> RecordKyc(
      user::v1::RecordKycResultRequest request);
  absl::StatusOr<user::v1::VerifyEmailResponse> VerifyEmail(
      user::v1::VerifyEmailRequest request);
  absl::StatusOr<user::v1::BatchCreateUsersResponse> Batch(
      user::v1::BatchCreateUsersRequest request);
  absl::StatusOr<user::v1::ImportUsersResponse::Item> Import(
      user::v1::ImportUsersRequest request);
  absl::StatusOr<user::v1::EraseUserResponse> Erase(
      user::v1::EraseUserRequest request);
  absl::StatusOr<user::v1::HoldUserResponse> Hold(
      user::v1::HoldUserRequest request);
  absl::StatusOr<user::v1::ReleaseUserResponse> Release(
      user::v1::ReleaseUserRequest request);
  absl::StatusOr<admin::v1::CreatePartnerResponse> CreatePartner(
      admin::v1::CreatePartnerRequest request);

  static Caller Service() { return {{Role::kService}, "service:test"}; }
  static Caller Gateway() { return {{Role::kGateway}, "gateway:test"}; }
  static Caller Admin() { return {{Role::kAdmin}, "admin:test"}; }

  std::vector<eventstore::Record> Log() const;

  base::FakeClock clock;
  std::unique_ptr<eventstore::EventStore> store;
  std::unique_ptr<KeyVault> vault;
  std::unique_ptr<PartnerRegistry> partners;
  NoUserList list;
  // Of partner "acme".
  admin::v1::NewCredential credential;
  std::unique_ptr<base::WorkerPool> workers;
  std::unique_ptr<UserRegister> users;
};

// A complete request of partner "acme".
user::v1::CreateUserRequest JaneDoe(const std::string& external_id);
user::v1::GetUserRequest GetById(const std::string& user_id);
user::v1::GetUserRequest GetByExternalId(const std::string& external_id);
// A new random UUID.
std::string NewRequestId();

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_TEST_WORLD_H_

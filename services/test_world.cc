#include "services/test_world.h"

#include <cstdlib>

#include "base/ids.h"

namespace rollbook::services {
namespace {

constexpr absl::CivilSecond kNow(2026, 3, 13, 12, 0, 0);

// Tests cannot go on without these.
template <typename T>
T MustHave(absl::StatusOr<T> value) {
  if (!value.ok()) std::abort();
  return *std::move(value);
}

}  // namespace

ContractCatalogue TestContracts() {
  using Key = ContractTraits::Key;
  using Jwt = ContractTraits::Jwt;
  return {{"boca-raton", Key::kHmac, Jwt::kNone, {"email", "city"}},
          {"capa", Key::kBearer, Jwt::kNone, {"alias"}},
          {"smartphonekey", Key::kBearer, Jwt::kOptional, {"email"}},
          {"wealthyhood", Key::kNone, Jwt::kRequired, {"email"}}};
}

World::World(size_t threads)
    : clock(absl::FromCivil(kNow, absl::UTCTimeZone())),
      store(eventstore::MakeInMemoryEventStore(clock, base::CryptoRandom())),
      vault(MustHave(
          KeyVault::Open(store.get(), base::Key256(), &base::CryptoRandom()))),
      partners(MustHave(PartnerRegistry::Open(store.get(), vault.get(), &clock,
                                              &base::CryptoRandom(),
                                              TestContracts()))),
      workers(std::make_unique<base::WorkerPool>(threads, 4096)) {
  users = std::make_unique<UserRegister>(UserRegister::Dependencies{
      store.get(), vault.get(), partners.get(), &list, workers.get(), &clock,
      &base::CryptoRandom(),
      [](const std::string& text) { return text + "(signed)"; }});
  admin::v1::CreatePartnerRequest acme;
  acme.set_partner_id("acme");
  acme.set_contract("boca-raton");
  credential = MustHave(CreatePartner(acme)).credential();
}

absl::StatusOr<user::v1::CreateUserResponse> World::Create(
    user::v1::CreateUserRequest request, const Caller& caller) {
  return Await<user::v1::CreateUserResponse>([&](auto reply) {
    users->CreateUser(caller, std::move(request), std::move(reply));
  });
}

absl::StatusOr<user::v1::GetUserResponse> World::Get(
    user::v1::GetUserRequest request, const Caller& caller) {
  return Await<user::v1::GetUserResponse>([&](auto reply) {
    users->GetUser(caller, std::move(request), std::move(reply));
  });
}

absl::StatusOr<user::v1::UpdateUserResponse> World::Update(
    user::v1::UpdateUserRequest request, const Caller& caller) {
  return Await<user::v1::UpdateUserResponse>([&](auto reply) {
    users->UpdateUser(caller, std::move(request), std::move(reply));
  });
}

absl::StatusOr<user::v1::ChangeUserStatusResponse> World::ChangeStatus(
    user::v1::ChangeUserStatusRequest request) {
  return Await<user::v1::ChangeUserStatusResponse>([&](auto reply) {
    users->ChangeUserStatus(Service(), std::move(request), std::move(reply));
  });
}

absl::StatusOr<user::v1::RecordKycResultResponse> World::RecordKyc(
    user::v1::RecordKycResultRequest request) {
  return Await<user::v1::RecordKycResultResponse>([&](auto reply) {
    users->RecordKycResult(Service(), std::move(request), std::move(reply));
  });
}

absl::StatusOr<user::v1::VerifyEmailResponse> World::VerifyEmail(
    user::v1::VerifyEmailRequest request) {
  return Await<user::v1::VerifyEmailResponse>([&](auto reply) {
    users->VerifyEmail(Service(), std::move(request), std::move(reply));
  });
}

absl::StatusOr<user::v1::BatchCreateUsersResponse> World::Batch(
    user::v1::BatchCreateUsersRequest request) {
  return Await<user::v1::BatchCreateUsersResponse>([&](auto reply) {
    users->BatchCreateUsers(Service(), std::move(request), std::move(reply));
  });
}

absl::StatusOr<user::v1::ImportUsersResponse::Item> World::Import(
    user::v1::ImportUsersRequest request) {
  return Await<user::v1::ImportUsersResponse::Item>([&](auto reply) {
    users->ImportUser(Service(), "acme", std::move(request), std::move(reply));
  });
}

absl::StatusOr<user::v1::EraseUserResponse> World::Erase(
    user::v1::EraseUserRequest request) {
  return Await<user::v1::EraseUserResponse>([&](auto reply) {
    users->EraseUser(Admin(), std::move(request), std::move(reply));
  });
}

absl::StatusOr<user::v1::HoldUserResponse> World::Hold(
    user::v1::HoldUserRequest request) {
  return Await<user::v1::HoldUserResponse>([&](auto reply) {
    users->HoldUser(Admin(), std::move(request), std::move(reply));
  });
}

absl::StatusOr<user::v1::ReleaseUserResponse> World::Release(
    user::v1::ReleaseUserRequest request) {
  return Await<user::v1::ReleaseUserResponse>([&](auto reply) {
    users->ReleaseUser(Admin(), std::move(request), std::move(reply));
  });
}

absl::StatusOr<admin::v1::CreatePartnerResponse> World::CreatePartner(
    admin::v1::CreatePartnerRequest request) {
  return Await<admin::v1::CreatePartnerResponse>([&](auto reply) {
    partners->CreatePartner(Admin(), request, std::move(reply));
  });
}

std::vector<eventstore::Record> World::Log() const {
  return MustHave(store->ReadLog({}, 1'000'000, 1 << 30));
}

user::v1::CreateUserRequest JaneDoe(const std::string& external_id) {
  user::v1::CreateUserRequest request;
  request.set_partner_id("acme");
  request.set_external_id(external_id);
  user::v1::Profile& profile = *request.mutable_profile();
  profile.set_email("jane.doe@example.com");
  profile.set_first_name("Jane");
  profile.set_last_name("Doe");
  profile.set_date_of_birth("1990-05-15");
  profile.set_phone_number("+1-416-555-0123");
  profile.mutable_address()->set_line1("123 Main St");
  profile.mutable_address()->set_line2("Suite 400");
  profile.mutable_address()->set_city("Toronto");
  profile.mutable_address()->set_postal_code("M5V 2T6");
  profile.mutable_address()->set_province("ON");
  profile.mutable_address()->set_country("CA");
  profile.set_occupation("Software Engineer");
  profile.set_is_ciro_affiliate(false);
  return request;
}

user::v1::GetUserRequest GetById(const std::string& user_id) {
  user::v1::GetUserRequest request;
  request.set_partner_id("acme");
  request.mutable_user()->set_user_id(user_id);
  return request;
}

user::v1::GetUserRequest GetByExternalId(const std::string& external_id) {
  user::v1::GetUserRequest request;
  request.set_partner_id("acme");
  request.mutable_user()->set_external_id(external_id);
  return request;
}

std::string NewRequestId() {
  return base::FormatUuid(base::NewUuid(base::CryptoRandom()));
}

}  // namespace rollbook::services

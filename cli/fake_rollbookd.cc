#include "cli/fake_rollbookd.h"

#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <thread>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "rollbook/admin/v1/admin_service.grpc.pb.h"
#include "rollbook/audit/v1/audit_service.grpc.pb.h"
#include "rollbook/user/v1/user_service.grpc.pb.h"

namespace rollbook::cli {
namespace {

using base::MutexLock;
using user::v1::ImportUsersRequest;
using user::v1::ImportUsersResponse;

constexpr char kUserId[] = "550e8400-e29b-41d4-a716-446655440000";
constexpr int64_t kCreateSeconds = 1'773'403'200;  // 2026-03-13T12:00:00Z

// A refusal as the service sends it (AIP-193).
grpc::Status Refusal(grpc::StatusCode code, const std::string& reason,
                     const std::string& message, const std::string& field) {
  google::rpc::Status status;
  google::rpc::ErrorInfo info;
  info.set_reason(reason);
  info.set_domain("rollbook");
  if (!field.empty()) {
    (*info.mutable_metadata())["violation_codes"] = "EMAIL";
    google::rpc::BadRequest bad_request;
    auto* violation = bad_request.add_field_violations();
    violation->set_field(field);
    violation->set_description("Must be a valid email address");
    status.add_details()->PackFrom(bad_request);
  }
  status.add_details()->PackFrom(info);
  return {code, message, status.SerializeAsString()};
}

user::v1::User FakeUser(const std::string& partner,
                        const std::string& external_id) {
  user::v1::User user;
  user.set_user_id(kUserId);
  user.set_partner_id(partner);
  if (!external_id.empty()) user.set_external_id(external_id);
  user.set_status(user::v1::USER_STATUS_PENDING_COMPLIANCE);
  user.set_kyc_status(user::v1::KYC_STATUS_PENDING);
  user.set_version(1);
  user.mutable_create_time()->set_seconds(kCreateSeconds);
  user.mutable_update_time()->set_seconds(kCreateSeconds);
  return user;
}

}  // namespace

struct FakeRollbookd::Impl {
  class Users;
  class Admin;
  class Audit;

  mutable base::Mutex mutex;
  base::CondVar changed;
  FakeCalls calls;
  FakeImport import;
  std::vector<audit::v1::Event> history;
  std::unique_ptr<Users> users;
  std::unique_ptr<Admin> admin;
  std::unique_ptr<Audit> audit;
  std::unique_ptr<grpc::Server> server;
  int port = 0;
};

class FakeRollbookd::Impl::Users final : public user::v1::UserService::Service {
 public:
  explicit Users(Impl& impl) : impl_(impl) {}

  grpc::Status CreateUser(grpc::ServerContext*,
                          const user::v1::CreateUserRequest* request,
                          user::v1::CreateUserResponse* response) override {
    MutexLock lock(impl_.mutex);
    impl_.calls.creates.push_back(*request);
    if (request->external_id().starts_with("taken")) {
      return Refusal(grpc::StatusCode::ALREADY_EXISTS, "EXTERNAL_ID_TAKEN",
                     "A user with this external id already exists", "");
    }
    if (request->external_id().starts_with("bad")) {
      return Refusal(grpc::StatusCode::INVALID_ARGUMENT, "INVALID_PROFILE",
                     "One or more fields are not valid", "email");
    }
    *response->mutable_user() =
        FakeUser(request->partner_id(), request->external_id());
    *response->mutable_user()->mutable_profile() = request->profile();
    return grpc::Status::OK;
  }

  grpc::Status UpdateUser(grpc::ServerContext*,
                          const user::v1::UpdateUserRequest* request,
                          user::v1::UpdateUserResponse* response) override {
    MutexLock lock(impl_.mutex);
    impl_.calls.updates.push_back(*request);
    *response->mutable_user() = FakeUser(request->partner_id(), "");
    return grpc::Status::OK;
  }

  grpc::Status GetUser(grpc::ServerContext*,
                       const user::v1::GetUserRequest* request,
                       user::v1::GetUserResponse* response) override {
    *response->mutable_user() =
        FakeUser(request->partner_id(), request->user().external_id());
    return grpc::Status::OK;
  }

  grpc::Status ChangeUserStatus(
      grpc::ServerContext*, const user::v1::ChangeUserStatusRequest* request,
      user::v1::ChangeUserStatusResponse* response) override {
    MutexLock lock(impl_.mutex);
    impl_.calls.status_changes.push_back(*request);
    *response->mutable_user() = FakeUser(request->partner_id(), "");
    return grpc::Status::OK;
  }

  // Two pages of two users each.
  grpc::Status ListUsers(grpc::ServerContext*,
                         const user::v1::ListUsersRequest* request,
                         user::v1::ListUsersResponse* response) override {
    const bool second = request->page_token() == "second";
    for (const char* id : {second ? "c" : "a", second ? "d" : "b"}) {
      *response->add_users() = FakeUser(request->partner_id(), id);
    }
    if (!second) response->set_next_page_token("second");
    return grpc::Status::OK;
  }

  using ImportStream =
      grpc::ServerReaderWriter<ImportUsersResponse, ImportUsersRequest>;

  grpc::Status ImportUsers(grpc::ServerContext* context,
                           ImportStream* stream) override {
    Import import{impl_, *stream};
    std::thread reader([&] { import.ReadAll(); });
    const bool whole = import.AnswerAll();
    if (!whole) context->TryCancel();
    reader.join();
    if (whole) return grpc::Status::OK;
    return {grpc::StatusCode::UNAVAILABLE, "the fake broke off"};
  }

 private:
  // One stream: a thread that reads without a limit, so that it sees how much
  // the client sends ahead, and one that answers.
  struct Import {
    Impl& impl;
    ImportStream& stream;
    std::vector<ImportUsersRequest> waiting = {};
    bool all_read = false;

    void ReadAll() {
      ImportUsersRequest request;
      while (stream.Read(&request)) {
        MutexLock lock(impl.mutex);
        impl.calls.imported.push_back(request);
        waiting.push_back(request);
        impl.calls.most_waiting =
            std::max(impl.calls.most_waiting, waiting.size());
        impl.changed.NotifyAll();
      }
      MutexLock lock(impl.mutex);
      all_read = true;
      impl.changed.NotifyAll();
    }

    // False when the stream breaks by the test's wish.
    bool AnswerAll() {
      size_t answered = 0;
      while (true) {
        ImportUsersResponse response;
        {
          MutexLock lock(impl.mutex);
          while (!all_read && waiting.size() < impl.import.hold) {
            impl.changed.Wait(impl.mutex);
          }
          if (waiting.empty()) return true;
          for (const auto& request : waiting) Answer(request, response);
          answered += waiting.size();
          waiting.clear();
          if (answered > impl.import.break_after) return false;
        }
        stream.Write(response);
      }
    }

    static void Answer(const ImportUsersRequest& request,
                       ImportUsersResponse& response) {
      auto* item = response.add_items();
      item->set_line(request.line());
      if (request.external_id().starts_with("taken")) {
        item->set_outcome(ImportUsersResponse::OUTCOME_ALREADY_THERE);
      } else if (request.external_id().starts_with("bad")) {
        item->set_outcome(ImportUsersResponse::OUTCOME_REJECTED);
        item->mutable_error()->set_reason("INVALID_PROFILE");
        item->mutable_error()->set_message("One or more fields are not valid");
        auto* field = item->mutable_error()->add_fields();
        field->set_field("address.postal_code");
        field->set_code("LENGTH");
        field->set_message("Must be between 1 and 20 characters");
      } else {
        item->set_outcome(ImportUsersResponse::OUTCOME_CREATED);
      }
    }
  };

  Impl& impl_;
};

class FakeRollbookd::Impl::Admin final
    : public admin::v1::AdminService::Service {
 public:
  explicit Admin(Impl& impl) : impl_(impl) {}

  grpc::Status CreatePartner(
      grpc::ServerContext*, const admin::v1::CreatePartnerRequest* request,
      admin::v1::CreatePartnerResponse* response) override {
    MutexLock lock(impl_.mutex);
    impl_.calls.partners.push_back(*request);
    response->mutable_partner()->set_partner_id(request->partner_id());
    response->mutable_partner()->set_contract(request->contract());
    if (request->contract() == "wealthyhood") return grpc::Status::OK;
    auto* credential = response->mutable_credential();
    credential->set_key_id("key1");
    credential->set_api_key("the-api-key");
    if (request->contract() == "boca-raton") {
      credential->set_hmac_secret("the-secret");
    }
    return grpc::Status::OK;
  }

  grpc::Status UpdatePartner(
      grpc::ServerContext*, const admin::v1::UpdatePartnerRequest* request,
      admin::v1::UpdatePartnerResponse* response) override {
    MutexLock lock(impl_.mutex);
    impl_.calls.partner_updates.push_back(*request);
    response->mutable_partner()->set_partner_id(request->partner_id());
    *response->mutable_partner()->mutable_policy() = request->policy();
    return grpc::Status::OK;
  }

  grpc::Status RotateKey(grpc::ServerContext*,
                         const admin::v1::RotateKeyRequest* request,
                         admin::v1::RotateKeyResponse* response) override {
    MutexLock lock(impl_.mutex);
    impl_.calls.rotations.push_back(*request);
    response->mutable_credential()->set_key_id("key1");
    response->mutable_credential()->set_api_key("the-api-key");
    response->mutable_credential()->set_hmac_secret("the-new-secret");
    return grpc::Status::OK;
  }

  grpc::Status GetStatus(grpc::ServerContext*,
                         const admin::v1::GetStatusRequest*,
                         admin::v1::GetStatusResponse* response) override {
    response->set_version("0.1.0");
    response->mutable_head()->set_number(7);
    response->set_accepting_writes(true);
    return grpc::Status::OK;
  }

 private:
  Impl& impl_;
};

class FakeRollbookd::Impl::Audit final
    : public audit::v1::AuditService::Service {
 public:
  explicit Audit(Impl& impl) : impl_(impl) {}

  grpc::Status ListUserEvents(
      grpc::ServerContext*, const audit::v1::ListUserEventsRequest* request,
      grpc::ServerWriter<audit::v1::ListUserEventsResponse>* writer) override {
    MutexLock lock(impl_.mutex);
    impl_.calls.histories.push_back(*request);
    for (const audit::v1::Event& event : impl_.history) {
      audit::v1::ListUserEventsResponse response;
      *response.add_events() = event;
      writer->Write(response);
    }
    return grpc::Status::OK;
  }

  grpc::Status ReadLog(
      grpc::ServerContext*, const audit::v1::ReadLogRequest* request,
      grpc::ServerWriter<audit::v1::ReadLogResponse>* writer) override {
    MutexLock lock(impl_.mutex);
    impl_.calls.logs.push_back(*request);
    audit::v1::ReadLogResponse response;
    for (const audit::v1::Event& event : impl_.history) {
      *response.add_events() = event;
    }
    writer->Write(response);
    return grpc::Status::OK;
  }

 private:
  Impl& impl_;
};

FakeRollbookd::FakeRollbookd() : impl_(std::make_unique<Impl>()) {
  impl_->users = std::make_unique<Impl::Users>(*impl_);
  impl_->admin = std::make_unique<Impl::Admin>(*impl_);
  impl_->audit = std::make_unique<Impl::Audit>(*impl_);
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                           &impl_->port);
  builder.RegisterService(impl_->users.get());
  builder.RegisterService(impl_->admin.get());
  builder.RegisterService(impl_->audit.get());
  impl_->server = builder.BuildAndStart();
}

FakeRollbookd::~FakeRollbookd() { impl_->server->Shutdown(); }

std::string FakeRollbookd::address() const {
  return "127.0.0.1:" + std::to_string(impl_->port);
}

void FakeRollbookd::set_import(FakeImport behaviour) {
  MutexLock lock(impl_->mutex);
  impl_->import = behaviour;
}

void FakeRollbookd::set_history(std::vector<audit::v1::Event> events) {
  MutexLock lock(impl_->mutex);
  impl_->history = std::move(events);
}

FakeCalls FakeRollbookd::calls() const {
  MutexLock lock(impl_->mutex);
  return impl_->calls;
}

}  // namespace rollbook::cli

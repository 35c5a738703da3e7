#include "services/rpc/user_service.h"

#include <memory>
#include <string>
#include <utility>

#include "base/error.h"
#include "services/rpc/import_stream.h"
#include "services/rpc/unary_call.h"

namespace rollbook::services {

template <typename Request, typename Response, typename Method>
grpc::ServerUnaryReactor* UserServiceAdapter::Serve(
    Rpc rpc, grpc::CallbackServerContext* context, const Request* request,
    Response* response, Method use_case) {
  return ServeUnary(*host_.desk, rpc, context, request, response,
                    ByMethod(users_, use_case));
}

grpc::ServerUnaryReactor* UserServiceAdapter::CreateUser(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  return ServeRawUnary<user::v1::CreateUserRequest>(
      *host_.desk, Rpc::kCreateUser, context, request, response,
      ByMethod(users_, &UserRegister::CreateUserBytes));
}

grpc::ServerUnaryReactor* UserServiceAdapter::GetUser(
    grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
    grpc::ByteBuffer* response) {
  return ServeRawUnary<user::v1::GetUserRequest>(
      *host_.desk, Rpc::kGetUser, context, request, response,
      ByMethod(users_, &UserRegister::GetUserBytes));
}

grpc::ServerUnaryReactor* UserServiceAdapter::UpdateUser(
    grpc::CallbackServerContext* context,
    const user::v1::UpdateUserRequest* request,
    user::v1::UpdateUserResponse* response) {
  return Serve(Rpc::kUpdateUser, context, request, response,
               &UserRegister::UpdateUser);
}

grpc::ServerUnaryReactor* UserServiceAdapter::ChangeUserStatus(
    grpc::CallbackServerContext* context,
    const user::v1::ChangeUserStatusRequest* request,
    user::v1::ChangeUserStatusResponse* response) {
  return Serve(Rpc::kChangeUserStatus, context, request, response,
               &UserRegister::ChangeUserStatus);
}

grpc::ServerUnaryReactor* UserServiceAdapter::RecordKycResult(
    grpc::CallbackServerContext* context,
    const user::v1::RecordKycResultRequest* request,
    user::v1::RecordKycResultResponse* response) {
  return Serve(Rpc::kRecordKycResult, context, request, response,
               &UserRegister::RecordKycResult);
}

grpc::ServerUnaryReactor* UserServiceAdapter::VerifyEmail(
    grpc::CallbackServerContext* context,
    const user::v1::VerifyEmailRequest* request,
    user::v1::VerifyEmailResponse* response) {
  return Serve(Rpc::kVerifyEmail, context, request, response,
               &UserRegister::VerifyEmail);
}

grpc::ServerUnaryReactor* UserServiceAdapter::BatchCreateUsers(
    grpc::CallbackServerContext* context,
    const user::v1::BatchCreateUsersRequest* request,
    user::v1::BatchCreateUsersResponse* response) {
  return Serve(Rpc::kBatchCreateUsers, context, request, response,
               &UserRegister::BatchCreateUsers);
}

grpc::ServerUnaryReactor* UserServiceAdapter::ListUsers(
    grpc::CallbackServerContext* context,
    const user::v1::ListUsersRequest* request,
    user::v1::ListUsersResponse* response) {
  return Serve(Rpc::kListUsers, context, request, response,
               &UserRegister::ListUsers);
}

grpc::ServerUnaryReactor* UserServiceAdapter::EraseUser(
    grpc::CallbackServerContext* context,
    const user::v1::EraseUserRequest* request,
    user::v1::EraseUserResponse* response) {
  return ServeUnary(
      *host_.desk, Rpc::kEraseUser, context, request, response,
      [this](const Caller& caller, user::v1::EraseUserRequest wanted,
             Reply<user::v1::EraseUserResponse> reply) {
        EraseRecorded(caller, std::move(wanted), std::move(reply));
      });
}

// Nobody is erased whose erasure cannot be recorded.
void UserServiceAdapter::EraseRecorded(
    const Caller& caller, user::v1::EraseUserRequest request,
    Reply<user::v1::EraseUserResponse> reply) {
  auto recorder = std::make_shared<AccessRecorder>(
      access_, caller, std::string(InfoOf(Rpc::kEraseUser).method),
      request.partner_id(), request.user().user_id());
  auto shared =
      std::make_shared<Reply<user::v1::EraseUserResponse>>(std::move(reply));
  const bool submitted = host_.workers->TrySubmit(
      [this, caller, recorder, shared, wanted = std::move(request)]() mutable {
        if (absl::Status opened = recorder->Open(); !opened.ok()) {
          return (*shared)(std::move(opened));
        }
        users_.EraseUser(
            caller, std::move(wanted),
            [recorder,
             shared](absl::StatusOr<user::v1::EraseUserResponse> erased) {
              if (erased.ok()) {
                recorder->set_user(erased->partner_id(), erased->user_id());
              }
              recorder->Close(erased.status());
              (*shared)(std::move(erased));
            });
      });
  if (!submitted) (*shared)(base::Error(base::Reason::kOverloaded));
}

grpc::ServerUnaryReactor* UserServiceAdapter::HoldUser(
    grpc::CallbackServerContext* context,
    const user::v1::HoldUserRequest* request,
    user::v1::HoldUserResponse* response) {
  return Serve(Rpc::kHoldUser, context, request, response,
               &UserRegister::HoldUser);
}

grpc::ServerUnaryReactor* UserServiceAdapter::ReleaseUser(
    grpc::CallbackServerContext* context,
    const user::v1::ReleaseUserRequest* request,
    user::v1::ReleaseUserResponse* response) {
  return Serve(Rpc::kReleaseUser, context, request, response,
               &UserRegister::ReleaseUser);
}

grpc::ServerBidiReactor<user::v1::ImportUsersRequest,
                        user::v1::ImportUsersResponse>*
UserServiceAdapter::ImportUsers(grpc::CallbackServerContext* context) {
  const FrontDesk::Visit visit = host_.desk->Begin(Rpc::kImportUsers);
  return ImportStream::Start(host_, visit, host_.desk->Admit(visit, *context),
                             &users_, &store_);
}

}  // namespace rollbook::services

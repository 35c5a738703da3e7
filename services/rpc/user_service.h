#ifndef ROLLBOOK_SERVICES_RPC_USER_SERVICE_H_
#define ROLLBOOK_SERVICES_RPC_USER_SERVICE_H_

#include "eventstore/event_store.h"
#include "rollbook/user/v1/user_service.grpc.pb.h"
#include "services/audit/access_recorder.h"
#include "services/rpc/paged_stream.h"
#include "services/users/user_register.h"

namespace rollbook::services {

// rollbook.user.v1 over gRPC: each method hands its request to the use case of
// the same name.
class UserServiceAdapter final
    : public user::v1::UserService::WithRawCallbackMethod_CreateUser<
          user::v1::UserService::WithRawCallbackMethod_GetUser<
              user::v1::UserService::CallbackService>> {
 public:
  // All must outlive the server.
  UserServiceAdapter(const StreamHost& host, UserRegister* users,
                     const eventstore::EventStore* store,
                     const AccessDesk& access)
      : host_(host), users_(*users), store_(*store), access_(access) {}

  // Raw: what they answer comes serialized.
  grpc::ServerUnaryReactor* CreateUser(grpc::CallbackServerContext* context,
                                       const grpc::ByteBuffer* request,
                                       grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* GetUser(grpc::CallbackServerContext* context,
                                    const grpc::ByteBuffer* request,
                                    grpc::ByteBuffer* response) override;
  grpc::ServerUnaryReactor* UpdateUser(
      grpc::CallbackServerContext* context,
      const user::v1::UpdateUserRequest* request,
      user::v1::UpdateUserResponse* response) override;
  grpc::ServerUnaryReactor* ChangeUserStatus(
      grpc::CallbackServerContext* context,
      const user::v1::ChangeUserStatusRequest* request,
      user::v1::ChangeUserStatusResponse* response) override;
  grpc::ServerUnaryReactor* RecordKycResult(
      grpc::CallbackServerContext* context,
      const user::v1::RecordKycResultRequest* request,
      user::v1::RecordKycResultResponse* response) override;
  grpc::ServerUnaryReactor* VerifyEmail(
      grpc::CallbackServerContext* context,
      const user::v1::VerifyEmailRequest* request,
      user::v1::VerifyEmailResponse* response) override;
  grpc::ServerUnaryReactor* BatchCreateUsers(
      grpc::CallbackServerContext* context,
      const user::v1::BatchCreateUsersRequest* request,
      user::v1::BatchCreateUsersResponse* response) override;
  grpc::ServerUnaryReactor* ListUsers(
      grpc::CallbackServerContext* context,
      const user::v1::ListUsersRequest* request,
      user::v1::ListUsersResponse* response) override;
  grpc::ServerUnaryReactor* EraseUser(
      grpc::CallbackServerContext* context,
      const user::v1::EraseUserRequest* request,
      user::v1::EraseUserResponse* response) override;
  grpc::ServerUnaryReactor* HoldUser(
      grpc::CallbackServerContext* context,
      const user::v1::HoldUserRequest* request,
      user::v1::HoldUserResponse* response) override;
  grpc::ServerUnaryReactor* ReleaseUser(
      grpc::CallbackServerContext* context,
      const user::v1::ReleaseUserRequest* request,
      user::v1::ReleaseUserResponse* response) override;
  grpc::ServerBidiReactor<user::v1::ImportUsersRequest,
                          user::v1::ImportUsersResponse>*
  ImportUsers(grpc::CallbackServerContext* context) override;

 private:
  void EraseRecorded(const Caller& caller, user::v1::EraseUserRequest request,
                     Reply<user::v1::EraseUserResponse> reply);

  template <typename Request, typename Response, typename Method>
  grpc::ServerUnaryReactor* Serve(Rpc rpc, grpc::CallbackServerContext* context,
                                  const Request* request, Response* response,
                                  Method use_case);

  const StreamHost host_;
  UserRegister& users_;
  const eventstore::EventStore& store_;
  const AccessDesk access_;
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_RPC_USER_SERVICE_H_

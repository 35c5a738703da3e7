#ifndef ROLLBOOK_SERVICES_RPC_UNARY_CALL_H_
#define ROLLBOOK_SERVICES_RPC_UNARY_CALL_H_

#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/server_context.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include <functional>
#include <optional>
#include <utility>

#include "absl/status/statusor.h"
#include "base/error.h"
#include "services/rpc/front_desk.h"
#include "services/users/user_cache.h"

namespace rollbook::services {

// One unary RPC between its arrival and its Finish.
class UnaryVisit {
 public:
  UnaryVisit(FrontDesk& desk, Rpc rpc, grpc::CallbackServerContext& context)
      : desk_(desk),
        visit_(desk.Begin(rpc)),
        reactor_(context.DefaultReactor()) {}

  // The caller; nullopt when it was refused, and the call is finished.
  std::optional<Caller> Admit(const grpc::CallbackServerContext& context) {
    absl::StatusOr<Caller> caller = desk_.AdmitUnary(visit_, context);
    if (caller.ok()) return *std::move(caller);
    Finish(caller.status());
    return std::nullopt;
  }
  void Finish(const absl::Status& status) const {
    reactor_->Finish(desk_.End(visit_, status));
  }
  grpc::ServerUnaryReactor* reactor() const { return reactor_; }

 private:
  FrontDesk& desk_;
  const FrontDesk::Visit visit_;
  grpc::ServerUnaryReactor* const reactor_;
};

// Serves one unary RPC by a use case: admits the caller, hands the request
// over, and finishes with what the use case replies, on the replying thread.
//
// `use_case` is called as use_case(caller, Request&&, Reply<Response>); it must
// not block. gRPC's own default reactor is used: it takes no allocation, and
// its completion no hop to another thread.
template <typename Request, typename Response, typename UseCase>
grpc::ServerUnaryReactor* ServeUnary(FrontDesk& desk, Rpc rpc,
                                     grpc::CallbackServerContext* context,
                                     const Request* request, Response* response,
                                     UseCase use_case) {
  UnaryVisit visit(desk, rpc, *context);
  const std::optional<Caller> caller = visit.Admit(*context);
  if (!caller) return visit.reactor();
  // The request is not const where gRPC made it, and nobody else reads it.
  use_case(*caller, std::move(const_cast<Request&>(*request)),
           [visit, response](absl::StatusOr<Response> result) {
             if (result.ok()) *response = std::move(*result);
             visit.Finish(result.status());
           });
  return visit.reactor();
}

// The same for a use case that replies with the serialized response: it is
// handed to gRPC as it is, and the request is read here. A request that is no
// `Request` is INVALID_ARGUMENT.
template <typename Request, typename UseCase>
grpc::ServerUnaryReactor* ServeRawUnary(FrontDesk& desk, Rpc rpc,
                                        grpc::CallbackServerContext* context,
                                        const grpc::ByteBuffer* raw,
                                        grpc::ByteBuffer* response,
                                        UseCase use_case) {
  UnaryVisit visit(desk, rpc, *context);
  const std::optional<Caller> caller = visit.Admit(*context);
  if (!caller) return visit.reactor();
  Request request;
  // The buffer is not const where gRPC made it, and nobody else reads it.
  if (!grpc::SerializationTraits<Request>::Deserialize(
           const_cast<grpc::ByteBuffer*>(raw), &request)
           .ok()) {
    visit.Finish(base::Error(base::Reason::kInvalidArgument));
    return visit.reactor();
  }
  use_case(*caller, std::move(request),
           [visit, response](absl::StatusOr<SharedBytes> result) {
             if (result.ok()) {
               const grpc::Slice slice((*result)->data(), (*result)->size());
               *response = grpc::ByteBuffer(&slice, 1);
             }
             visit.Finish(result.status());
           });
  return visit.reactor();
}

// The use case that is a method of `target` with those three parameters.
template <typename Target, typename Method>
auto ByMethod(Target& target, Method method) {
  return [&target, method](const Caller& caller, auto&& request, auto reply) {
    std::invoke(method, target, caller,
                std::forward<decltype(request)>(request), std::move(reply));
  };
}

// The use case that answers at once: `answer` maps a request to a StatusOr.
template <typename Answer>
auto AtOnce(Answer answer) {
  return [answer](const Caller&, auto&& request, auto reply) {
    reply(answer(request));
  };
}

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_RPC_UNARY_CALL_H_

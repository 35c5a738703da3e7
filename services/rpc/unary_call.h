#ifndef ROLLBOOK_SERVICES_RPC_UNARY_CALL_H_
#define ROLLBOOK_SERVICES_RPC_UNARY_CALL_H_

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <functional>
#include <utility>

#include "absl/status/statusor.h"
#include "services/rpc/front_desk.h"

namespace rollbook::services {

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
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  const FrontDesk::Visit visit = desk.Begin(rpc);
  absl::StatusOr<Caller> caller = desk.AdmitUnary(visit, *context);
  if (!caller.ok()) {
    reactor->Finish(desk.End(visit, caller.status()));
    return reactor;
  }
  // The request is not const where gRPC made it, and nobody else reads it.
  use_case(*caller, std::move(const_cast<Request&>(*request)),
           [&desk, visit, reactor, response](absl::StatusOr<Response> result) {
             if (result.ok()) *response = *std::move(result);
             reactor->Finish(desk.End(visit, result.status()));
           });
  return reactor;
}

// The use case that is a method of `target` with those three parameters.
template <typename Target, typename Method>
auto ByMethod(Target& target, Method method) {
  return [&target, method](const Caller& caller, auto&& request, auto reply) {
    std::invoke(method, target, caller, std::move(request), std::move(reply));
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

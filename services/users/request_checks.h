#ifndef ROLLBOOK_SERVICES_USERS_REQUEST_CHECKS_H_
#define ROLLBOOK_SERVICES_USERS_REQUEST_CHECKS_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "google/protobuf/message_lite.h"
#include "rollbook/user/v1/user_service.pb.h"
#include "services/caller.h"
#include "services/users/command_handler.h"
#include "services/users/user_reader.h"
#include "services/violations.h"

// What all requests of user.v1 have in common: their ids, and what the edge
// adds. Fields are named as in the request.
namespace rollbook::services {

// An EdgeContext is the gateway's alone (PERMISSION_DENIED).
absl::Status CheckEdgeRole(const Caller& caller, bool has_edge);

void CheckPartnerId(const std::string& partner_id, Violations& violations);

// Adds what is wrong with the reference; the result is of use only when
// nothing is.
UserAddress ToAddress(const std::string& partner_id,
                      const user::v1::UserRef& ref, Violations& violations);

// Fills in the parts of a mutation that come from a request id or the edge
// (nullptr: no edge). Idempotency gets no fingerprint yet.
void FillFromRequestId(const Caller& caller, const std::string& request_id,
                       Mutation& mutation, Violations& violations);
void FillFromEdge(const user::v1::EdgeContext& edge, Mutation& mutation,
                  Violations& violations);

// What a gRPC request's fingerprint is taken over: the method and the bytes of
// the request, the same whenever the same program serialises the same request.
std::string FingerprintInput(std::string_view method,
                             const google::protobuf::MessageLite& request);

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_USERS_REQUEST_CHECKS_H_

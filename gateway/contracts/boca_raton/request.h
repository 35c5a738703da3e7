#ifndef ROLLBOOK_GATEWAY_CONTRACTS_BOCA_RATON_REQUEST_H_
#define ROLLBOOK_GATEWAY_CONTRACTS_BOCA_RATON_REQUEST_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/contracts/boca_raton/policy.h"
#include "gateway/field_errors.h"
#include "gateway/json/document.h"
#include "rollbook/user/v1/user_service.pb.h"

// From the contract's JSON to the messages of user.v1. What a field's JSON
// type says is decided here and noted in `errors`; what its value means is
// decided by the service. Each function returns how many members of the body
// the contract does not know.
namespace rollbook::gateway::boca_raton {

// POST (section 1.3): null, and "" in an optional field, count as absent.
size_t ReadCreate(const json::Document& body, const Policy& policy,
                  user::v1::CreateUserRequest& request, FieldErrors& errors);

// PATCH (section 1.4): the mask names the members that are there; null and ""
// are in the mask without a value, which clears the field or, where it is
// required, is refused by the service. `external_id` is the path's.
size_t ReadPatch(const json::Document& body, std::string_view external_id,
                 const Policy& policy, user::v1::UpdateUserRequest& request,
                 FieldErrors& errors);

// The external id in a raw segment of the path; nullopt when the encoding is
// bad or the length out of bounds.
std::optional<std::string> ReadExternalId(std::string_view segment);

}  // namespace rollbook::gateway::boca_raton

#endif  // ROLLBOOK_GATEWAY_CONTRACTS_BOCA_RATON_REQUEST_H_

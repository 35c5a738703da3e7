#ifndef ROLLBOOK_GATEWAY_CONTRACTS_SMARTPHONEKEY_REQUEST_H_
#define ROLLBOOK_GATEWAY_CONTRACTS_SMARTPHONEKEY_REQUEST_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/ids.h"
#include "gateway/contracts/smartphonekey/policy.h"
#include "gateway/field_errors.h"
#include "gateway/json/document.h"
#include "rollbook/user/v1/user_service.pb.h"

// From the contract's paths and JSON to user.v1. What is decided here is noted
// in `errors`; what a value means is decided by the service. The functions that
// read a body return how many members the contract does not know.
namespace rollbook::gateway::smartphonekey {

// The UUID in a raw segment of the path, of any version and in either case;
// nullopt when it is none.
std::optional<base::UuidBytes> ParseUserId(std::string_view segment);

// The same as text, in the path's spelling; notes what is no UUID.
std::string ReadUserId(std::string_view segment, FieldErrors& errors);

// CreateUser: the body's userId is the path's.
size_t ReadCreate(const json::Document& body, std::string_view segment,
                  const Policy& policy, user::v1::CreateUserRequest& request,
                  FieldErrors& errors);

// UpdatePhoneNumber: null and "" remove the number; it must be there.
size_t ReadPhoneNumber(const json::Document& body, const Policy& policy,
                       user::v1::UpdateUserRequest& request,
                       FieldErrors& errors);

}  // namespace rollbook::gateway::smartphonekey

#endif  // ROLLBOOK_GATEWAY_CONTRACTS_SMARTPHONEKEY_REQUEST_H_

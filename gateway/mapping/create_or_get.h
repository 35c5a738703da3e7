#ifndef ROLLBOOK_GATEWAY_MAPPING_CREATE_OR_GET_H_
#define ROLLBOOK_GATEWAY_MAPPING_CREATE_OR_GET_H_

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "gateway/exchange.h"
#include "gateway/field_errors.h"
#include "gateway/mapping/field_table.h"
#include "rollbook/user/v1/user_service.pb.h"

namespace rollbook::gateway {

struct CreatedOrGot {
  user::v1::User user;
  bool created = false;
};

using CreatedOrGotDone = absl::AnyInvocable<void(absl::StatusOr<CreatedOrGot>)>;

// For contracts whose create is idempotent by the partner's own id: creates the
// user, or shows the one that has the external id already, as it is. What the
// request says is checked first in both cases. With `errors` nothing is
// created: the answer is what they and the service find wrong together.
//
// Fills in the request's partner and edge.
void CreateOrGet(const ExchangePtr& exchange,
                 user::v1::CreateUserRequest request, FieldErrors errors,
                 const FieldTable& table, CreatedOrGotDone done);

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_MAPPING_CREATE_OR_GET_H_

#ifndef ROLLBOOK_SERVICES_USERS_USER_NAME_H_
#define ROLLBOOK_SERVICES_USERS_USER_NAME_H_

#include <string>

#include "absl/status/statusor.h"
#include "base/ids.h"
#include "eventstore/event_store.h"
#include "rollbook/user/v1/user_service.pb.h"

namespace rollbook::services {

// How auditors name a user: by id, for which the partner may be left out, or
// by partner and external id.
struct UserName {
  std::string partner_id;
  user::v1::UserRef ref;
};

// Of the audit requests, which all have the same three members.
template <typename Request>
UserName NameIn(const Request& request) {
  UserName name{request.partner_id(), {}};
  if (request.has_user_id()) name.ref.set_user_id(request.user_id());
  if (request.has_external_id()) {
    name.ref.set_external_id(request.external_id());
  }
  return name;
}

// The stream of the user with this id, whichever partner's it is, erased ones
// included. A user id is unique, but streams are kept by partner: looks at all
// of them, and may block. USER_NOT_FOUND.
absl::StatusOr<eventstore::StreamId> FindInAllPartners(
    const eventstore::EventStore& store, const base::UuidBytes& user_id);

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_USERS_USER_NAME_H_

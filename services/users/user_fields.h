#ifndef ROLLBOOK_SERVICES_USERS_USER_FIELDS_H_
#define ROLLBOOK_SERVICES_USERS_USER_FIELDS_H_

#include <map>
#include <string>

#include "rollbook/user/v1/user.pb.h"

namespace rollbook::services {

// The fields of a user that have a value, as text, by their paths: "status",
// "external_id", "first_name", "address.line1". Enums are the ends of their
// names in lower case ("active"), booleans "true" and "false". Ids, version,
// times and what only follows from other fields are left out. By reflection: a
// new field needs no change here.
std::map<std::string, std::string> FieldsOf(const user::v1::User& user);

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_USERS_USER_FIELDS_H_

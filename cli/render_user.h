#ifndef ROLLBOOK_CLI_RENDER_USER_H_
#define ROLLBOOK_CLI_RENDER_USER_H_

#include <iosfwd>

#include "cli/json.h"
#include "rollbook/user/v1/user.pb.h"

namespace rollbook::cli {

// {"userId","partnerId","externalId","status","kycStatus","emailVerified",
//  "version","createTime","updateTime","profile":{…}}; externalId only where
// there is one.
Json UserJson(const user::v1::User& user);

// The same for people, a member per line.
void WriteUser(const user::v1::User& user, std::ostream& out);

// One line: id, status, external id, creation time.
void WriteUserLine(const user::v1::User& user, std::ostream& out);

}  // namespace rollbook::cli

#endif  // ROLLBOOK_CLI_RENDER_USER_H_

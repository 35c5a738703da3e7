#ifndef ROLLBOOK_GATEWAY_CONTRACTS_SMARTPHONEKEY_ANSWER_H_
#define ROLLBOOK_GATEWAY_CONTRACTS_SMARTPHONEKEY_ANSWER_H_

#include <string>
#include <string_view>

#include "gateway/http/message.h"
#include "rollbook/user/v1/user.pb.h"

// Success answers. Pure functions of the user. Ids are in the spelling that the
// user was created with.
namespace rollbook::gateway::smartphonekey {

// 201, with the event.
http::HttpResponse CreatedAnswer(const user::v1::User& user);
// 200, with the event.
http::HttpResponse PhoneNumberAnswer(const user::v1::User& user);
// 200, without an event: nothing has changed.
http::HttpResponse UnchangedAnswer(const user::v1::User& user);
// 200.
http::HttpResponse ProfileAnswer(const user::v1::User& user);

// All letters and digits but the last four are stars: "+*-***-***-0123". Of
// four or fewer nothing is shown.
std::string MaskPhoneNumber(std::string_view number);

}  // namespace rollbook::gateway::smartphonekey

#endif  // ROLLBOOK_GATEWAY_CONTRACTS_SMARTPHONEKEY_ANSWER_H_

#ifndef ROLLBOOK_GATEWAY_CONTRACTS_WEALTHYHOOD_ANSWER_H_
#define ROLLBOOK_GATEWAY_CONTRACTS_WEALTHYHOOD_ANSWER_H_

#include "gateway/http/message.h"
#include "rollbook/user/v1/user.pb.h"

namespace rollbook::gateway::wealthyhood {

// 201: a user that has just been created, as the contract shows it. A pure
// function of the user.
http::HttpResponse CreatedAnswer(const user::v1::User& user);

}  // namespace rollbook::gateway::wealthyhood

#endif  // ROLLBOOK_GATEWAY_CONTRACTS_WEALTHYHOOD_ANSWER_H_

#ifndef ROLLBOOK_GATEWAY_CONTRACTS_CAPA_ANSWER_H_
#define ROLLBOOK_GATEWAY_CONTRACTS_CAPA_ANSWER_H_

#include "gateway/http/message.h"
#include "rollbook/user/v1/user.pb.h"

namespace rollbook::gateway::capa {

// 201, for a new user and for one that was there already.
http::HttpResponse CreatedAnswer(const user::v1::User& user);

}  // namespace rollbook::gateway::capa

#endif  // ROLLBOOK_GATEWAY_CONTRACTS_CAPA_ANSWER_H_

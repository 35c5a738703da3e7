#ifndef ROLLBOOK_GATEWAY_CONTRACTS_BOCA_RATON_ANSWER_H_
#define ROLLBOOK_GATEWAY_CONTRACTS_BOCA_RATON_ANSWER_H_

#include "gateway/http/message.h"
#include "rollbook/user/v1/user.pb.h"

// Success answers: a user as the contract shows it, with its ETag. Pure
// functions of the user, so that a stored answer is rendered again byte for
// byte; their bytes are pinned by golden tests.
namespace rollbook::gateway::boca_raton {

http::HttpResponse CreatedAnswer(const user::v1::User& user);  // 201
http::HttpResponse PatchedAnswer(const user::v1::User& user);  // 200
http::HttpResponse UserAnswer(const user::v1::User& user);     // 200

}  // namespace rollbook::gateway::boca_raton

#endif  // ROLLBOOK_GATEWAY_CONTRACTS_BOCA_RATON_ANSWER_H_

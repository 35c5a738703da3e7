#ifndef ROLLBOOK_GATEWAY_CONTRACTS_JSON_ANSWER_H_
#define ROLLBOOK_GATEWAY_CONTRACTS_JSON_ANSWER_H_

#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "gateway/field_errors.h"
#include "gateway/http/message.h"

namespace rollbook::gateway {

// An answer whose headers a contract may still add to.
http::HttpResponse JsonAnswer(int status, const nlohmann::ordered_json& body);

// [{"field": ..., "message": ...}, ...], as three contracts name what is wrong.
nlohmann::ordered_json FieldErrorList(const std::vector<FieldError>& errors);

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_CONTRACTS_JSON_ANSWER_H_

#include "gateway/contracts/capa/answer.h"

#include <nlohmann/json.hpp>

#include "gateway/contracts/json_answer.h"

namespace rollbook::gateway::capa {

http::HttpResponse CreatedAnswer(const user::v1::User& user) {
  const nlohmann::ordered_json body = {{"status", "ok"},
                                       {"data", {{"userId", user.user_id()}}}};
  return JsonAnswer(201, body);
}

}  // namespace rollbook::gateway::capa

#include "gateway/contracts/capa/answer.h"

#include <nlohmann/json.hpp>

namespace rollbook::gateway::capa {

http::HttpResponse CreatedAnswer(const user::v1::User& user) {
  const nlohmann::ordered_json body = {{"status", "ok"},
                                       {"data", {{"userId", user.user_id()}}}};
  return {201, {}, body.dump()};
}

}  // namespace rollbook::gateway::capa

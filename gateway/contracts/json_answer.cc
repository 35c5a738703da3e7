#include "gateway/contracts/json_answer.h"

#include <nlohmann/json.hpp>

namespace rollbook::gateway {

using Json = nlohmann::ordered_json;

http::HttpResponse JsonAnswer(int status, const Json& body) {
  // What is named after a client's own member is UTF-8 already; replacing is
  // for the day when it is not, because then dump() would throw.
  return {
      status, {}, body.dump(-1, ' ', false, Json::error_handler_t::replace)};
}

Json FieldErrorList(const std::vector<FieldError>& errors) {
  Json list = Json::array();
  for (const FieldError& error : errors) {
    list.push_back({{"field", error.field}, {"message", error.message}});
  }
  return list;
}

}  // namespace rollbook::gateway

#include "gateway/contracts/boca_raton/answer.h"

#include <nlohmann/json.hpp>
#include <string>

#include "gateway/etag.h"
#include "gateway/mapping/timestamp_text.h"

namespace rollbook::gateway::boca_raton {
namespace {

using Json = nlohmann::ordered_json;

// Contract section 1.7.
const char* NameOf(user::v1::UserStatus status) {
  switch (status) {
    case user::v1::USER_STATUS_ACTIVE:
      return "active";
    case user::v1::USER_STATUS_REJECTED:
      return "rejected";
    case user::v1::USER_STATUS_SUSPENDED:
      return "suspended";
    case user::v1::USER_STATUS_CLOSED:
      return "closed";
    default:
      return "pendingCompliance";
  }
}

Json Summary(const user::v1::User& user) {
  // Member by member: an initializer list copies every value twice.
  Json summary = Json::object();
  summary.emplace("userId", user.user_id());
  summary.emplace("externalId", user.external_id());
  summary.emplace("status", NameOf(user.status()));
  return summary;
}

http::HttpResponse Answer(int status, const Json& body,
                          const user::v1::User& user) {
  return {status, {{"ETag", EtagOf(user.version())}}, body.dump()};
}

}  // namespace

http::HttpResponse CreatedAnswer(const user::v1::User& user) {
  return Answer(201, Summary(user), user);
}

http::HttpResponse PatchedAnswer(const user::v1::User& user) {
  Json body = Summary(user);
  body.emplace("updatedAt", TimestampText(user.update_time()));
  return Answer(200, body, user);
}

http::HttpResponse UserAnswer(const user::v1::User& user) {
  return Answer(200, Summary(user), user);
}

}  // namespace rollbook::gateway::boca_raton

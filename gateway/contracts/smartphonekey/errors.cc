#include "gateway/contracts/smartphonekey/errors.h"

#include <nlohmann/json.hpp>
#include <string>

#include "gateway/auth/bearer_challenge.h"
#include "gateway/contracts/json_answer.h"
#include "gateway/contracts/smartphonekey/policy.h"
#include "gateway/mapping/error_kind.h"

namespace rollbook::gateway::smartphonekey {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kBadRequest = "Bad Request";
constexpr std::string_view kBadRequestText =
    "The request contains invalid parameters or malformed data";

constexpr ErrorRow kRows[] = {
    {ErrorKind::kInvalidFields, 400, kBadRequest, kBadRequestText},
    {ErrorKind::kMalformedJson, 400, kBadRequest, kBadRequestText},
    {ErrorKind::kMalformedRequest, 400, kBadRequest, kBadRequestText},
    {ErrorKind::kForbiddenHeader, 400, kBadRequest, kBadRequestText},
    {ErrorKind::kUnauthorized, 401, "Unauthorized",
     "Authentication is missing or not valid"},
    {ErrorKind::kForbidden, 403, "Forbidden",
     "The token does not allow this request"},
    {ErrorKind::kUserNotFound, 404, "Not Found", "User not found"},
    {ErrorKind::kNoSuchRoute, 404, "Not Found", "No such route"},
    {ErrorKind::kMethodNotAllowed, 405, "Method Not Allowed",
     "Method not allowed"},
    {ErrorKind::kTimeout, 408, "Request Timeout",
     "The request did not arrive in time"},
    {ErrorKind::kEmailTaken, 409, "Conflict",
     "A user with this email already exists"},
    {ErrorKind::kUserClosed, 409, "Conflict", "User is closed"},
    {ErrorKind::kPayloadTooLarge, 413, "Payload Too Large",
     "Request body must not exceed 64 KiB"},
    {ErrorKind::kUnsupportedMediaType, 415, "Unsupported Media Type",
     "Content-Type must be application/json"},
    {ErrorKind::kTooManyRequests, 429, "Too Many Requests",
     "Rate limit exceeded"},
    {ErrorKind::kInternal, 500, "Internal Server Error",
     "An unexpected error occurred"},
    {ErrorKind::kUnavailable, 503, "Service Unavailable",
     "The service is temporarily unavailable"},
};

// The service's code for a text that is no e-mail address, and what the
// contract's documentation says to it.
constexpr std::string_view kEmailCode = "EMAIL";
constexpr std::string_view kEmailText = "Invalid email format";

Json Body(const ErrorRow& row) {
  return {{"error", row.code}, {"message", row.message}, {"code", row.status}};
}

http::HttpResponse Answer(const ErrorRow& row, const Json& body,
                          std::string_view auth_failure) {
  http::HttpResponse response = JsonAnswer(row.status, body);
  if (row.kind == ErrorKind::kUnauthorized ||
      row.kind == ErrorKind::kForbidden) {
    response.headers.emplace_back(
        "WWW-Authenticate", BearerChallenge("smartphonekey", auth_failure));
  }
  return response;
}

Json Detail(std::string_view field, std::string_view message) {
  return {{"field", field}, {"message", message}};
}

}  // namespace

http::HttpResponse ErrorAnswer(const absl::Status& error,
                               std::string_view auth_failure) {
  const ErrorRow& row = RowOf(KindOf(error, auth_failure), kRows);
  Json body = Body(row);
  if (row.kind == ErrorKind::kInvalidFields) {
    Json& details = body["details"] = Json::array();
    for (const FieldError& entry : Fields().ErrorsOf(error)) {
      details.push_back(Detail(
          entry.field, entry.code == kEmailCode ? kEmailText : entry.message));
    }
  }
  return Answer(row, body, auth_failure);
}

http::HttpResponse RefusalAnswer(EdgeRefusal refusal,
                                 std::string_view auth_failure,
                                 std::string_view detail) {
  const ErrorRow& row = RowOf(KindOf(refusal), kRows);
  Json body = Body(row);
  if (row.kind == ErrorKind::kForbiddenHeader) {
    body["details"] =
        Json::array({Detail(detail, "Header field is not allowed")});
  } else if (row.kind == ErrorKind::kMalformedJson) {
    body["details"] = Json::array({Detail(kBody, "Must be valid JSON")});
  }
  return Answer(row, body, auth_failure);
}

}  // namespace rollbook::gateway::smartphonekey

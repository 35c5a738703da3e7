#include "gateway/contracts/wealthyhood/errors.h"

#include <nlohmann/json.hpp>
#include <string>

#include "gateway/auth/bearer_challenge.h"
#include "gateway/contracts/json_answer.h"
#include "gateway/contracts/wealthyhood/policy.h"
#include "gateway/mapping/error_kind.h"

namespace rollbook::gateway::wealthyhood {
namespace {

using Json = nlohmann::ordered_json;

constexpr ErrorRow kRows[] = {
    {ErrorKind::kInvalidFields, 400, "BAD_REQUEST",
     "Request body failed validation"},
    {ErrorKind::kMalformedJson, 400, "BAD_REQUEST",
     "Request body must be valid JSON"},
    {ErrorKind::kMalformedRequest, 400, "BAD_REQUEST",
     "Malformed HTTP request"},
    {ErrorKind::kUnauthorized, 401, "UNAUTHORIZED",
     "Access token is missing or not valid"},
    {ErrorKind::kForbidden, 403, "FORBIDDEN",
     "Access token lacks the required scope"},
    {ErrorKind::kNoSuchRoute, 404, "NOT_FOUND", "No such route"},
    {ErrorKind::kMethodNotAllowed, 405, "METHOD_NOT_ALLOWED",
     "Method not allowed"},
    {ErrorKind::kTimeout, 408, "REQUEST_TIMEOUT",
     "The request did not arrive in time"},
    {ErrorKind::kEmailTaken, 409, "CONFLICT",
     "A user with this email already exists"},
    {ErrorKind::kPayloadTooLarge, 413, "PAYLOAD_TOO_LARGE",
     "Request body must not exceed 64 KiB"},
    {ErrorKind::kUnsupportedMediaType, 415, "UNSUPPORTED_MEDIA_TYPE",
     "Content-Type must be application/json"},
    // The message names the age.
    {ErrorKind::kUnderAge, 422, "UNPROCESSABLE_ENTITY", ""},
    {ErrorKind::kTooManyRequests, 429, "TOO_MANY_REQUESTS",
     "Rate limit exceeded"},
    {ErrorKind::kInternal, 500, "INTERNAL_ERROR",
     "An unexpected error occurred"},
    {ErrorKind::kUnavailable, 503, "SERVICE_UNAVAILABLE",
     "The service is temporarily unavailable"},
};

Json Body(const ErrorRow& row) {
  return {{"message", row.message}, {"code", row.code}};
}

http::HttpResponse Answer(const ErrorRow& row, const Json& body,
                          std::string_view auth_failure) {
  http::HttpResponse response = JsonAnswer(row.status, body);
  if (row.kind == ErrorKind::kUnauthorized ||
      row.kind == ErrorKind::kForbidden) {
    response.headers.emplace_back("WWW-Authenticate",
                                  BearerChallenge("wealthyhood", auth_failure));
  }
  return response;
}

}  // namespace

http::HttpResponse ErrorAnswer(const absl::Status& error,
                               std::string_view auth_failure,
                               uint32_t min_age) {
  const ErrorRow& row = RowOf(KindOf(error, auth_failure), kRows);
  Json body = Body(row);
  if (row.kind == ErrorKind::kUnderAge) {
    body["message"] =
        "User must be at least " + std::to_string(min_age) + " years old";
  } else if (row.kind == ErrorKind::kInvalidFields) {
    body["errors"] = FieldErrorList(Fields().ErrorsOf(error));
  }
  return Answer(row, body, auth_failure);
}

http::HttpResponse RefusalAnswer(EdgeRefusal refusal,
                                 std::string_view auth_failure) {
  const ErrorRow& row = RowOf(KindOf(refusal), kRows);
  return Answer(row, Body(row), auth_failure);
}

}  // namespace rollbook::gateway::wealthyhood

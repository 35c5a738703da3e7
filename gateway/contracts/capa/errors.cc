#include "gateway/contracts/capa/errors.h"

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "gateway/auth/api_key_authenticator.h"
#include "gateway/contracts/capa/policy.h"
#include "gateway/contracts/json_answer.h"
#include "gateway/mapping/error_kind.h"

namespace rollbook::gateway::capa {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kInvalidInput = "INVALID_USER_INPUT_ERROR";
constexpr std::string_view kInvalidInputText = "Invalid User Input";

constexpr ErrorRow kRows[] = {
    {ErrorKind::kInvalidFields, 400, kInvalidInput, kInvalidInputText},
    {ErrorKind::kMalformedJson, 400, kInvalidInput, kInvalidInputText},
    {ErrorKind::kMalformedRequest, 400, kInvalidInput, kInvalidInputText},
    {ErrorKind::kUnauthorized, 401, "UNAUTHORIZED", "Invalid API Key"},
    {ErrorKind::kForbidden, 403, "INVALID_PARTNER_FLOW",
     "The partner has an invalid flow."},
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
    {ErrorKind::kTooManyRequests, 429, "TOO_MANY_REQUESTS",
     "Rate limit exceeded"},
    {ErrorKind::kInternal, 500, "INTERNAL_SERVER_ERROR",
     "User creation failed"},
    {ErrorKind::kUnavailable, 503, "SERVICE_UNAVAILABLE",
     "The service is temporarily unavailable"},
};

constexpr ErrorRow kBadEmail = {ErrorKind::kInvalidFields, 400, "BAD_REQUEST",
                                "Provided email is not valid"};

// The violation code of a text that is no e-mail address.
constexpr std::string_view kEmailCode = "EMAIL";

bool IsOnlyABadEmail(const absl::Status& error) {
  const auto violations = base::DetailsOf(error).violations;
  return violations.size() == 1 && violations[0].code == kEmailCode;
}

Json Body(std::string_view code, std::string_view message) {
  return {{"status", "error"}, {"code", code}, {"message", message}};
}

std::string_view UnauthorizedText(std::string_view auth_failure) {
  if (auth_failure == kMissingKey) return "API Key is missing";
  if (auth_failure == kMalformedKey) return "Invalid API Key format";
  return "Invalid API Key";
}

}  // namespace

http::HttpResponse ErrorAnswer(const absl::Status& error) {
  const ErrorKind kind = KindOf(error);
  if (kind != ErrorKind::kInvalidFields) {
    const ErrorRow& row = RowOf(kind, kRows);
    return JsonAnswer(row.status, Body(row.code, row.message));
  }
  const ErrorRow& row = IsOnlyABadEmail(error) ? kBadEmail : RowOf(kind, kRows);
  Json body = Body(row.code, row.message);
  body["errors"] = FieldErrorList(Fields().ErrorsOf(error));
  return JsonAnswer(row.status, body);
}

http::HttpResponse RefusalAnswer(EdgeRefusal refusal,
                                 std::string_view auth_failure) {
  const ErrorRow& row = RowOf(KindOf(refusal), kRows);
  if (row.kind != ErrorKind::kUnauthorized) {
    return JsonAnswer(row.status, Body(row.code, row.message));
  }
  http::HttpResponse response =
      JsonAnswer(row.status, Body(row.code, UnauthorizedText(auth_failure)));
  // RFC 9110 section 11.6.1 wants a challenge with every 401.
  response.headers.emplace_back("WWW-Authenticate", "ApiKey realm=\"capa\"");
  return response;
}

}  // namespace rollbook::gateway::capa

#include "gateway/contracts/boca_raton/errors.h"

#include <nlohmann/json.hpp>
#include <string>

#include "base/error.h"
#include "gateway/contracts/boca_raton/fields.h"
#include "gateway/contracts/json_answer.h"
#include "gateway/field_errors.h"
#include "gateway/mapping/error_kind.h"

namespace rollbook::gateway::boca_raton {
namespace {

using Json = nlohmann::ordered_json;

constexpr ErrorRow kRows[] = {
    {ErrorKind::kInvalidFields, 400, "bad_request",
     "Request body failed validation"},
    {ErrorKind::kMalformedJson, 400, "bad_request",
     "Request body must be valid JSON"},
    {ErrorKind::kMalformedRequest, 400, "bad_request",
     "Malformed HTTP request"},
    {ErrorKind::kUnauthorized, 401, "unauthorized",
     "Invalid API key or request signature"},
    {ErrorKind::kUserNotFound, 404, "not_found",
     "User not found for the authenticated partner"},
    {ErrorKind::kNoSuchRoute, 404, "not_found", "No such route"},
    {ErrorKind::kMethodNotAllowed, 405, "method_not_allowed",
     "Method not allowed"},
    {ErrorKind::kTimeout, 408, "request_timeout",
     "The request did not arrive in time"},
    {ErrorKind::kExternalIdTaken, 409, "conflict",
     "A user with this externalId already exists"},
    {ErrorKind::kEmailTaken, 409, "conflict",
     "A user with this email already exists"},
    {ErrorKind::kVersionMismatch, 412, "precondition_failed",
     "The user's ETag does not match If-Match"},
    {ErrorKind::kPayloadTooLarge, 413, "payload_too_large",
     "Request body must not exceed 64 KiB"},
    {ErrorKind::kUnsupportedMediaType, 415, "unsupported_media_type",
     "Content-Type must be application/json"},
    // The message names the age.
    {ErrorKind::kUnderAge, 422, "unprocessable_entity", ""},
    {ErrorKind::kUserClosed, 422, "unprocessable_entity", "User is closed"},
    {ErrorKind::kKeyReused, 422, "unprocessable_entity",
     "Idempotency-Key was already used with a different request"},
    {ErrorKind::kTooManyRequests, 429, "too_many_requests",
     "Rate limit exceeded. Retry after the duration indicated in the "
     "Retry-After header."},
    {ErrorKind::kInternal, 500, "internal_error",
     "An unexpected error occurred. Please retry or contact support with the "
     "requestId."},
    {ErrorKind::kUnavailable, 503, "service_unavailable",
     "The service is temporarily unavailable. Retry after the duration "
     "indicated in the Retry-After header."},
};

Json Body(const ErrorRow& row, std::string_view request_id) {
  return {
      {"error", row.code}, {"message", row.message}, {"requestId", request_id}};
}

}  // namespace

http::HttpResponse ErrorAnswer(const absl::Status& error,
                               std::string_view request_id, uint32_t min_age) {
  const ErrorKind kind = KindOf(error);
  const ErrorRow& row = RowOf(kind, kRows);
  Json body = Body(row, request_id);
  if (kind == ErrorKind::kUnderAge) {
    // A stored refusal keeps the age of its time.
    const std::string age =
        base::MetadataOf(error, "min_age").value_or(std::to_string(min_age));
    body["message"] = "User must be at least " + age + " years old";
  }
  if (kind == ErrorKind::kInvalidFields) {
    body["fieldErrors"] = FieldErrorList(Fields().ErrorsOf(error));
  }
  return JsonAnswer(row.status, body);
}

http::HttpResponse RefusalAnswer(EdgeRefusal refusal,
                                 std::string_view request_id,
                                 std::string_view detail) {
  const ErrorRow& row = RowOf(KindOf(refusal), kRows);
  Json body = Body(row, request_id);
  if (!detail.empty()) {
    body["message"] = std::string(row.message) + ": " + std::string(detail);
  }
  http::HttpResponse response = JsonAnswer(row.status, body);
  if (refusal == EdgeRefusal::kUnauthorized) {
    // RFC 9110 section 11.6.1 wants a challenge with every 401.
    response.headers.emplace_back("WWW-Authenticate",
                                  "HMAC-SHA256 realm=\"boca-raton\"");
  }
  return response;
}

}  // namespace rollbook::gateway::boca_raton

#include "gateway/contracts/boca_raton/errors.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "base/error.h"
#include "gateway/contracts/boca_raton/fields.h"
#include "gateway/field_errors.h"

namespace rollbook::gateway::boca_raton {
namespace {

using base::Reason;
using Json = nlohmann::ordered_json;

struct Row {
  int status;
  std::string_view error;
  std::string_view message;
};

constexpr Row kValidation = {400, "bad_request",
                             "Request body failed validation"};
constexpr Row kMalformedJson = {400, "bad_request",
                                "Request body must be valid JSON"};
constexpr Row kMalformedRequest = {400, "bad_request",
                                   "Malformed HTTP request"};
constexpr Row kForbiddenHeader = {400, "bad_request",
                                  "Header field is not allowed"};
constexpr Row kUnauthorized = {401, "unauthorized",
                               "Invalid API key or request signature"};
constexpr Row kNotFound = {404, "not_found",
                           "User not found for the authenticated partner"};
constexpr Row kNoSuchRoute = {404, "not_found", "No such route"};
constexpr Row kMethodNotAllowed = {405, "method_not_allowed",
                                   "Method not allowed"};
constexpr Row kTimeout = {408, "request_timeout",
                          "The request did not arrive in time"};
constexpr Row kExternalIdTaken = {409, "conflict",
                                  "A user with this externalId already exists"};
constexpr Row kEmailTaken = {409, "conflict",
                             "A user with this email already exists"};
constexpr Row kPrecondition = {412, "precondition_failed",
                               "The user's ETag does not match If-Match"};
constexpr Row kTooLarge = {413, "payload_too_large",
                           "Request body must not exceed 64 KiB"};
constexpr Row kMediaType = {415, "unsupported_media_type",
                            "Content-Type must be application/json"};
constexpr Row kUnderAge = {422, "unprocessable_entity", ""};
constexpr Row kClosed = {422, "unprocessable_entity", "User is closed"};
constexpr Row kKeyReused = {
    422, "unprocessable_entity",
    "Idempotency-Key was already used with a different request"};
constexpr Row kInternal = {
    500, "internal_error",
    "An unexpected error occurred. Please retry or contact support with the "
    "requestId."};
constexpr Row kUnavailable = {
    503, "service_unavailable",
    "The service is temporarily unavailable. Retry after the duration "
    "indicated in the Retry-After header."};

const Row& RowOf(Reason reason) {
  switch (reason) {
    case Reason::kInvalidProfile:
      return kValidation;
    case Reason::kUserNotFound:
    case Reason::kUserErased:
      return kNotFound;
    case Reason::kExternalIdTaken:
      return kExternalIdTaken;
    case Reason::kEmailTaken:
      return kEmailTaken;
    case Reason::kVersionMismatch:
      return kPrecondition;
    case Reason::kUserUnderAge:
      return kUnderAge;
    case Reason::kUserClosed:
      return kClosed;
    case Reason::kIdempotencyKeyReused:
      return kKeyReused;
    case Reason::kVersionConflict:
    case Reason::kOverloaded:
    case Reason::kShuttingDown:
    case Reason::kClockUnsure:
    case Reason::kDiskFull:
    case Reason::kStoreFailed:
    case Reason::kProjectionLagging:
    case Reason::kBackendUnavailable:
      return kUnavailable;
    default:
      // Among them the backend's own UNAUTHENTICATED and PERMISSION_DENIED:
      // they are about this gateway, not about the partner.
      return kInternal;
  }
}

Json Body(const Row& row, std::string_view request_id) {
  return {{"error", row.error},
          {"message", row.message},
          {"requestId", request_id}};
}

http::HttpResponse Answer(int status, const Json& body) {
  // What is named after a client's own member is UTF-8 already; replacing is
  // for the day when it is not, because then dump() would throw.
  return {
      status, {}, body.dump(-1, ' ', false, Json::error_handler_t::replace)};
}

Json FieldList(const absl::Status& error) {
  FieldErrors errors;
  for (const base::FieldViolation& violation :
       base::DetailsOf(error).violations) {
    errors.Add(NameOfPath(violation.field), violation.message);
  }
  SortLikeTable(errors);
  Json list = Json::array();
  for (const FieldError& entry : errors.list()) {
    list.push_back({{"field", entry.field}, {"message", entry.message}});
  }
  return list;
}

const Row& RowOf(EdgeRefusal refusal) {
  switch (refusal) {
    case EdgeRefusal::kBadFraming:
      return kMalformedRequest;
    case EdgeRefusal::kTimeout:
      return kTimeout;
    case EdgeRefusal::kPayloadTooLarge:
      return kTooLarge;
    case EdgeRefusal::kUnavailable:
      return kUnavailable;
    case EdgeRefusal::kNoSuchRoute:
      return kNoSuchRoute;
    case EdgeRefusal::kMethodNotAllowed:
      return kMethodNotAllowed;
    case EdgeRefusal::kUnauthorized:
      return kUnauthorized;
    case EdgeRefusal::kForbiddenHeader:
      return kForbiddenHeader;
    case EdgeRefusal::kUnsupportedMediaType:
      return kMediaType;
    case EdgeRefusal::kMalformedJson:
      return kMalformedJson;
  }
  return kInternal;
}

}  // namespace

http::HttpResponse ErrorAnswer(const absl::Status& error,
                               std::string_view request_id, uint32_t min_age) {
  const std::optional<Reason> reason = base::ReasonOf(error);
  const Row& row = RowOf(reason.value_or(Reason::kInternal));
  Json body = Body(row, request_id);
  if (reason == Reason::kUserUnderAge) {
    // A stored refusal keeps the age of its time.
    const std::string age =
        base::MetadataOf(error, "min_age").value_or(std::to_string(min_age));
    body["message"] = "User must be at least " + age + " years old";
  }
  if (reason == Reason::kInvalidProfile) body["fieldErrors"] = FieldList(error);
  return Answer(row.status, body);
}

http::HttpResponse RefusalAnswer(EdgeRefusal refusal,
                                 std::string_view request_id,
                                 std::string_view detail) {
  const Row& row = RowOf(refusal);
  Json body = Body(row, request_id);
  if (!detail.empty()) {
    body["message"] = std::string(row.message) + ": " + std::string(detail);
  }
  http::HttpResponse response = Answer(row.status, body);
  if (refusal == EdgeRefusal::kUnauthorized) {
    // RFC 9110 section 11.6.1 wants a challenge with every 401.
    response.headers.emplace_back("WWW-Authenticate",
                                  "HMAC-SHA256 realm=\"boca-raton\"");
  }
  return response;
}

}  // namespace rollbook::gateway::boca_raton

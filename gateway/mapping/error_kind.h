#ifndef ROLLBOOK_GATEWAY_MAPPING_ERROR_KIND_H_
#define ROLLBOOK_GATEWAY_MAPPING_ERROR_KIND_H_

#include <span>
#include <string_view>

#include "absl/status/status.h"
#include "gateway/edge_refusal.h"

namespace rollbook::gateway {

// What can go wrong with a request as far as a partner may know: the many
// reasons of the service and the refusals of the edge, told apart as finely as
// any contract does. Each contract has a row for each kind that it can meet.
enum class ErrorKind {
  kInvalidFields,
  kMalformedJson,
  kMalformedRequest,
  kForbiddenHeader,
  kUnauthorized,
  kForbidden,
  kUserNotFound,
  kNoSuchRoute,
  kMethodNotAllowed,
  kTimeout,
  kExternalIdTaken,
  kEmailTaken,
  kVersionMismatch,
  kPayloadTooLarge,
  kUnsupportedMediaType,
  kUnderAge,
  kUserClosed,
  kKeyReused,
  kTooManyRequests,
  kInternal,
  kUnavailable,
};

// What the service answered. Its own UNAUTHENTICATED and PERMISSION_DENIED are
// kInternal: they are about this gateway, not about the partner.
ErrorKind KindOf(const absl::Status& error);
ErrorKind KindOf(EdgeRefusal refusal);

// The same, for contracts whose authentication can end in a 403: with an
// `auth_failure` PERMISSION_DENIED is the authenticator's word about the
// partner's token.
ErrorKind KindOf(const absl::Status& error, std::string_view auth_failure);

// A contract's answer to one kind of error.
struct ErrorRow {
  ErrorKind kind;
  int status;
  std::string_view code;
  std::string_view message;
};

// The row of this kind, or the one of kInternal, which must be there.
const ErrorRow& RowOf(ErrorKind kind, std::span<const ErrorRow> rows);

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_MAPPING_ERROR_KIND_H_

#include "gateway/mapping/error_kind.h"

#include <algorithm>

#include "base/error.h"

namespace rollbook::gateway {

using base::Reason;

ErrorKind KindOf(const absl::Status& error) {
  switch (base::ReasonOf(error).value_or(Reason::kInternal)) {
    case Reason::kInvalidProfile:
      return ErrorKind::kInvalidFields;
    case Reason::kPartnerSuspended:
      return ErrorKind::kForbidden;
    case Reason::kUserNotFound:
    case Reason::kUserErased:
      return ErrorKind::kUserNotFound;
    case Reason::kExternalIdTaken:
      return ErrorKind::kExternalIdTaken;
    case Reason::kEmailTaken:
      return ErrorKind::kEmailTaken;
    case Reason::kVersionMismatch:
      return ErrorKind::kVersionMismatch;
    case Reason::kUserUnderAge:
      return ErrorKind::kUnderAge;
    case Reason::kUserClosed:
      return ErrorKind::kUserClosed;
    case Reason::kIdempotencyKeyReused:
      return ErrorKind::kKeyReused;
    case Reason::kVersionConflict:
    case Reason::kOverloaded:
    case Reason::kShuttingDown:
    case Reason::kClockUnsure:
    case Reason::kDiskFull:
    case Reason::kStoreFailed:
    case Reason::kProjectionLagging:
    case Reason::kBackendUnavailable:
      return ErrorKind::kUnavailable;
    default:
      return ErrorKind::kInternal;
  }
}

ErrorKind KindOf(EdgeRefusal refusal) {
  switch (refusal) {
    case EdgeRefusal::kBadFraming:
      return ErrorKind::kMalformedRequest;
    case EdgeRefusal::kTimeout:
      return ErrorKind::kTimeout;
    case EdgeRefusal::kPayloadTooLarge:
      return ErrorKind::kPayloadTooLarge;
    case EdgeRefusal::kUnavailable:
      return ErrorKind::kUnavailable;
    case EdgeRefusal::kNoSuchRoute:
      return ErrorKind::kNoSuchRoute;
    case EdgeRefusal::kMethodNotAllowed:
      return ErrorKind::kMethodNotAllowed;
    case EdgeRefusal::kUnauthorized:
      return ErrorKind::kUnauthorized;
    case EdgeRefusal::kTooManyRequests:
      return ErrorKind::kTooManyRequests;
    case EdgeRefusal::kForbiddenHeader:
      return ErrorKind::kForbiddenHeader;
    case EdgeRefusal::kUnsupportedMediaType:
      return ErrorKind::kUnsupportedMediaType;
    case EdgeRefusal::kMalformedJson:
      return ErrorKind::kMalformedJson;
  }
  return ErrorKind::kInternal;
}

ErrorKind KindOf(const absl::Status& error, std::string_view auth_failure) {
  if (!auth_failure.empty() && absl::IsPermissionDenied(error)) {
    return ErrorKind::kForbidden;
  }
  return KindOf(error);
}

const ErrorRow& RowOf(ErrorKind kind, std::span<const ErrorRow> rows) {
  const auto find = [&](ErrorKind wanted) {
    return std::find_if(rows.begin(), rows.end(), [&](const ErrorRow& row) {
      return row.kind == wanted;
    });
  };
  const auto row = find(kind);
  return row != rows.end() ? *row : *find(ErrorKind::kInternal);
}

}  // namespace rollbook::gateway

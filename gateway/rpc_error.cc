#include "gateway/rpc_error.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_split.h"
#include "base/error.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace rollbook::gateway {
namespace {

constexpr char kDomain[] = "rollbook";
constexpr std::string_view kViolationCodes = "violation_codes";

base::Reason ReasonWithoutDetails(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kCancelled:
      return base::Reason::kBackendUnavailable;
    case absl::StatusCode::kResourceExhausted:
      return base::Reason::kOverloaded;
    case absl::StatusCode::kUnauthenticated:
      return base::Reason::kUnauthenticated;
    case absl::StatusCode::kPermissionDenied:
      return base::Reason::kPermissionDenied;
    default:
      return base::Reason::kInternal;
  }
}

base::ErrorDetails DetailsFrom(const google::rpc::ErrorInfo& info,
                               const google::rpc::BadRequest& bad_request) {
  base::ErrorDetails details;
  std::vector<std::string> codes;
  for (const auto& [key, value] : info.metadata()) {
    if (key == kViolationCodes) {
      codes = absl::StrSplit(value, ',');
    } else {
      details.metadata.emplace_back(key, value);
    }
  }
  std::sort(details.metadata.begin(), details.metadata.end());
  codes.resize(static_cast<size_t>(bad_request.field_violations_size()));
  auto code = codes.begin();
  for (const auto& violation : bad_request.field_violations()) {
    details.violations.push_back(
        {violation.field(), *code++, violation.description()});
  }
  return details;
}

}  // namespace

absl::Status ErrorFromRpc(absl::StatusCode code, const std::string& details) {
  google::rpc::Status rich;
  google::rpc::ErrorInfo info;
  google::rpc::BadRequest bad_request;
  if (rich.ParseFromString(details)) {
    for (const google::protobuf::Any& detail : rich.details()) {
      if (detail.Is<google::rpc::ErrorInfo>()) {
        detail.UnpackTo(&info);
      } else if (detail.Is<google::rpc::BadRequest>()) {
        detail.UnpackTo(&bad_request);
      }
    }
  }
  const std::optional<base::Reason> reason =
      info.domain() == kDomain ? base::ReasonByName(info.reason())
                               : std::nullopt;
  if (!reason) return base::Error(ReasonWithoutDetails(code));
  return base::Error(*reason, DetailsFrom(info, bad_request));
}

}  // namespace rollbook::gateway

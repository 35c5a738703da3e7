#include "services/rpc/status_mapping.h"

#include <algorithm>
#include <string>

#include "base/error.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace rollbook::services {
namespace {

using base::ErrorDetails;
using base::FieldViolation;
using base::Reason;
using base::ReasonInfo;

void AddErrorInfo(const ReasonInfo& info, const ErrorDetails& details,
                  size_t violations, google::rpc::Status& status) {
  google::rpc::ErrorInfo error_info;
  error_info.set_reason(std::string(info.name));
  error_info.set_domain(kErrorDomain);
  for (const auto& [key, value] : details.metadata) {
    (*error_info.mutable_metadata())[key] = value;
  }
  if (violations > 0) {
    std::string codes;
    for (size_t i = 0; i < violations; ++i) {
      if (i > 0) codes.push_back(',');
      codes.append(details.violations[i].code);
    }
    (*error_info.mutable_metadata())[kViolationCodesKey] = codes;
  }
  status.add_details()->PackFrom(error_info);
}

void AddBadRequest(const ErrorDetails& details, size_t violations,
                   google::rpc::Status& status) {
  google::rpc::BadRequest bad_request;
  for (size_t i = 0; i < violations; ++i) {
    const FieldViolation& violation = details.violations[i];
    auto* field_violation = bad_request.add_field_violations();
    field_violation->set_field(violation.field.substr(0, kMaxFieldPathBytes));
    field_violation->set_description(violation.message);
  }
  status.add_details()->PackFrom(bad_request);
}

void AddRetryInfo(Reason reason, google::rpc::Status& status) {
  const absl::Duration delay = reason == Reason::kVersionConflict
                                   ? kConflictRetryDelay
                                   : kServiceRetryDelay;
  google::rpc::RetryInfo retry_info;
  const int64_t nanos = absl::ToInt64Nanoseconds(delay);
  retry_info.mutable_retry_delay()->set_seconds(nanos / 1'000'000'000);
  retry_info.mutable_retry_delay()->set_nanos(
      static_cast<int32_t>(nanos % 1'000'000'000));
  status.add_details()->PackFrom(retry_info);
}

}  // namespace

base::Reason ReasonToAnswer(const absl::Status& status) {
  return base::ReasonOf(status).value_or(Reason::kInternal);
}

grpc::Status ToGrpcStatus(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  if (absl::IsCancelled(status)) return grpc::Status::CANCELLED;
  const Reason reason = ReasonToAnswer(status);
  const ReasonInfo& info = base::InfoOf(reason);
  const bool known = base::ReasonOf(status).has_value();
  const ErrorDetails details = base::DetailsOf(status);
  const size_t violations = std::min(details.violations.size(), kMaxViolations);

  google::rpc::Status out;
  out.set_code(static_cast<int32_t>(info.code));
  out.set_message(known ? std::string(status.message())
                        : std::string(info.text));
  AddErrorInfo(info, details, violations, out);
  if (violations > 0) AddBadRequest(details, violations, out);
  if (info.retryable) AddRetryInfo(reason, out);
  return grpc::Status(static_cast<grpc::StatusCode>(info.code), out.message(),
                      out.SerializeAsString());
}

}  // namespace rollbook::services

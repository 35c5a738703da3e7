#include "gateway/rpc_error.h"

#include <string>

#include "base/error.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "gtest/gtest.h"

namespace rollbook::gateway {
namespace {

using absl::StatusCode;
using base::Reason;

std::string Details(const google::rpc::ErrorInfo& info,
                    const google::rpc::BadRequest& bad_request) {
  google::rpc::Status status;
  status.add_details()->PackFrom(info);
  status.add_details()->PackFrom(bad_request);
  return status.SerializeAsString();
}

TEST(RpcError, BringsBackReasonViolationsAndMetadata) {
  google::rpc::ErrorInfo info;
  info.set_domain("rollbook");
  info.set_reason("INVALID_PROFILE");
  (*info.mutable_metadata())["violation_codes"] = "EMAIL,REQUIRED";
  (*info.mutable_metadata())["replayed"] = "true";
  google::rpc::BadRequest bad_request;
  for (const char* field : {"email", "address.city"}) {
    auto* violation = bad_request.add_field_violations();
    violation->set_field(field);
    violation->set_description("text");
  }
  const absl::Status error =
      ErrorFromRpc(StatusCode::kInvalidArgument, Details(info, bad_request));
  EXPECT_EQ(base::ReasonOf(error), Reason::kInvalidProfile);
  const base::ErrorDetails expected = {
      {{"email", "EMAIL", "text"}, {"address.city", "REQUIRED", "text"}},
      {{"replayed", "true"}}};
  EXPECT_EQ(base::DetailsOf(error), expected);
}

TEST(RpcError, SurvivesFewerCodesThanViolations) {
  google::rpc::ErrorInfo info;
  info.set_domain("rollbook");
  info.set_reason("INVALID_PROFILE");
  google::rpc::BadRequest bad_request;
  bad_request.add_field_violations()->set_field("email");
  const absl::Status error =
      ErrorFromRpc(StatusCode::kInvalidArgument, Details(info, bad_request));
  EXPECT_EQ(base::DetailsOf(error).violations.size(), 1u);
}

TEST(RpcError, JudgesByTheCodeWithoutDetails) {
  const std::pair<StatusCode, Reason> cases[] = {
      {StatusCode::kUnavailable, Reason::kBackendUnavailable},
      {StatusCode::kDeadlineExceeded, Reason::kBackendUnavailable},
      {StatusCode::kCancelled, Reason::kBackendUnavailable},
      {StatusCode::kResourceExhausted, Reason::kOverloaded},
      {StatusCode::kUnauthenticated, Reason::kUnauthenticated},
      {StatusCode::kPermissionDenied, Reason::kPermissionDenied},
      {StatusCode::kUnknown, Reason::kInternal},
      {StatusCode::kNotFound, Reason::kInternal},
  };
  for (const auto& [code, reason] : cases) {
    EXPECT_EQ(base::ReasonOf(ErrorFromRpc(code, "")), reason);
    EXPECT_EQ(base::ReasonOf(ErrorFromRpc(code, "\xff garbage")), reason);
  }
}

TEST(RpcError, DoesNotBelieveAForeignDomain) {
  google::rpc::ErrorInfo info;
  info.set_domain("example.com");
  info.set_reason("USER_CLOSED");
  EXPECT_EQ(
      base::ReasonOf(ErrorFromRpc(StatusCode::kUnavailable, Details(info, {}))),
      Reason::kBackendUnavailable);
}

}  // namespace
}  // namespace rollbook::gateway

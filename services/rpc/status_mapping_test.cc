#include "services/rpc/status_mapping.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <string>

#include "base/error.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace rollbook::services {
namespace {

using base::Reason;

template <typename Detail>
std::optional<Detail> DetailIn(const grpc::Status& status) {
  google::rpc::Status rich;
  EXPECT_TRUE(rich.ParseFromString(status.error_details()));
  std::optional<Detail> found;
  for (const auto& any : rich.details()) {
    Detail detail;
    if (!any.UnpackTo(&detail)) continue;
    EXPECT_FALSE(found.has_value()) << "a detail type comes once (AIP-193)";
    found = detail;
  }
  return found;
}

TEST(StatusMapping, LeavesOkAlone) {
  EXPECT_TRUE(ToGrpcStatus(absl::OkStatus()).ok());
  EXPECT_TRUE(ToGrpcStatus(absl::OkStatus()).error_details().empty());
}

TEST(StatusMapping, CarriesEveryReasonWithItsCodeTextAndRetryHint) {
  for (const base::ReasonInfo& info : base::AllReasons()) {
    SCOPED_TRACE(std::string(info.name));
    const grpc::Status status = ToGrpcStatus(base::Error(info.reason));
    EXPECT_EQ(static_cast<int>(status.error_code()),
              static_cast<int>(info.code));
    EXPECT_EQ(status.error_message(), info.text);
    const auto error_info = DetailIn<google::rpc::ErrorInfo>(status);
    ASSERT_TRUE(error_info.has_value());
    EXPECT_EQ(error_info->reason(), info.name);
    EXPECT_EQ(error_info->domain(), "rollbook");
    EXPECT_EQ(DetailIn<google::rpc::RetryInfo>(status).has_value(),
              info.retryable);
  }
}

TEST(StatusMapping, CarriesFieldsInOrderWithTheirCodes) {
  const grpc::Status status = ToGrpcStatus(base::Error(
      Reason::kInvalidProfile,
      {.violations = {{"email", "EMAIL", "Must be a valid email address"},
                      {"address.line1", "REQUIRED", "Is required"}}}));
  const auto bad_request = DetailIn<google::rpc::BadRequest>(status);
  ASSERT_TRUE(bad_request.has_value());
  ASSERT_EQ(bad_request->field_violations_size(), 2);
  EXPECT_EQ(bad_request->field_violations(0).field(), "email");
  EXPECT_EQ(bad_request->field_violations(0).description(),
            "Must be a valid email address");
  EXPECT_EQ(bad_request->field_violations(1).field(), "address.line1");
  const auto error_info = DetailIn<google::rpc::ErrorInfo>(status);
  EXPECT_EQ(error_info->metadata().at("violation_codes"), "EMAIL,REQUIRED");
}

TEST(StatusMapping, CarriesTheFactsOfAnError) {
  const grpc::Status status = ToGrpcStatus(base::Error(
      Reason::kVersionMismatch, {.metadata = {{"current_version", "7"}}}));
  const auto error_info = DetailIn<google::rpc::ErrorInfo>(status);
  EXPECT_EQ(error_info->metadata().at("current_version"), "7");
  EXPECT_FALSE(DetailIn<google::rpc::BadRequest>(status).has_value());
}

TEST(StatusMapping, NeverLetsTheTextOfAStrayStatusOut) {
  const grpc::Status status =
      ToGrpcStatus(absl::NotFoundError("jane.doe@example.com"));
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INTERNAL);
  EXPECT_EQ(status.error_message(), base::InfoOf(Reason::kInternal).text);
  EXPECT_THAT(status.error_details(), testing::Not(testing::HasSubstr("jane")));
  EXPECT_EQ(DetailIn<google::rpc::ErrorInfo>(status)->reason(), "INTERNAL");
}

TEST(StatusMapping, FitsIntoATrailerHoweverManyFieldsAreWrong) {
  base::ErrorDetails details;
  for (int i = 0; i < 1000; ++i) {
    details.violations.push_back({std::string(500, 'f'), "REQUIRED",
                                  "Must be between 1 and 100 characters"});
  }
  const grpc::Status status =
      ToGrpcStatus(base::Error(Reason::kInvalidProfile, details));
  // gRPC sends binary trailers as base64.
  EXPECT_LT(status.error_details().size() * 4 / 3, 8u << 10);
}

}  // namespace
}  // namespace rollbook::services

#include "cli/failure.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace rollbook::cli {
namespace {

absl::Status Refused(const std::string& reason) {
  google::rpc::ErrorInfo info;
  info.set_reason(reason);
  (*info.mutable_metadata())["violation_codes"] = "EMAIL,REQUIRED";
  google::rpc::BadRequest bad_request;
  for (const auto& [field, text] :
       {std::pair{"email", "Must be a valid email address"},
        std::pair{"city", "Is required"}}) {
    auto* violation = bad_request.add_field_violations();
    violation->set_field(field);
    violation->set_description(text);
  }
  google::rpc::Status status;
  status.add_details()->PackFrom(info);
  status.add_details()->PackFrom(bad_request);
  return RefusedByService(absl::StatusCode::kInvalidArgument,
                          "One or more fields are not valid",
                          status.SerializeAsString());
}

TEST(Failure, IsOneLineWithReasonAndFields) {
  EXPECT_EQ(ToLine(Describe(Refused("INVALID_PROFILE"))),
            "error: INVALID_PROFILE: One or more fields are not valid; "
            "email: Must be a valid email address; city: Is required");
}

TEST(Failure, CallsAFieldByTheFlagThatItCameFrom) {
  const std::pair<std::string_view, const char*> flags[] = {{"city", "--town"}};
  EXPECT_EQ(ToLine(Describe(NameFlags(Refused("INVALID_PROFILE"), flags))),
            "error: INVALID_PROFILE: One or more fields are not valid; "
            "email: Must be a valid email address; --town: Is required");
  EXPECT_EQ(NameFlags(absl::DeadlineExceededError("too late"), flags),
            absl::DeadlineExceededError("too late"));
}

TEST(Failure, HasTheDocumentedJsonForm) {
  EXPECT_EQ(ToText(ToJson(Describe(Refused("INVALID_PROFILE")))),
            R"({"error":{"reason":"INVALID_PROFILE",)"
            R"("message":"One or more fields are not valid","fields":[)"
            R"({"field":"email","code":"EMAIL",)"
            R"("message":"Must be a valid email address"},)"
            R"({"field":"city","code":"REQUIRED","message":"Is required"}]}})");
}

TEST(Failure, ShowsAReasonThatThisBuildDoesNotKnow) {
  EXPECT_EQ(Describe(Refused("LEGAL_HOLD")).reason, "LEGAL_HOLD");
}

TEST(Failure, NamesTheCodeWhenThereIsNoReason) {
  const Failure failure = Describe(absl::DeadlineExceededError("too late"));
  EXPECT_EQ(failure.reason, "DEADLINE_EXCEEDED");
  EXPECT_EQ(ToText(ToJson(failure)),
            R"({"error":{"reason":"DEADLINE_EXCEEDED","message":"too late",)"
            R"("fields":[]}})");
}

TEST(Failure, ReadsErrorsOfOurOwn) {
  const absl::Status status = base::Error(
      base::Reason::kInvalidProfile,
      {.violations = {{"email", "TYPE", "Must be a string"}}, .metadata = {}});
  EXPECT_EQ(ToLine(Describe(status)),
            "error: INVALID_PROFILE: One or more fields are not valid; "
            "email: Must be a string");
}

TEST(Failure, SurvivesDetailsThatAreNoDetails) {
  const absl::Status status =
      RefusedByService(absl::StatusCode::kNotFound, "gone\nerror: x", "\xff");
  EXPECT_EQ(ToLine(Describe(status)), "error: NOT_FOUND: gone error: x");
}

}  // namespace
}  // namespace rollbook::cli

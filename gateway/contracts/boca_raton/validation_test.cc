#include <string>

#include "absl/strings/str_replace.h"
#include "base/error.h"
#include "gateway/contracts/boca_raton/fields.h"
#include "gateway/testing/boca_raton_fixture.h"
#include "gtest/gtest.h"

namespace rollbook::gateway {
namespace {

using base::Reason;

TEST_F(BocaRatonTest, NamesEveryFieldOfTheWrongTypeInTheTablesOrder) {
  std::string body = "{";
  for (const auto& field : boca_raton::Fields().rows()) {
    const bool flag = field.name == boca_raton::kIsCiroAffiliate;
    body +=
        "\"" + std::string(field.name) + "\":" + (flag ? "\"no\"" : "7") + ",";
  }
  body.back() = '}';
  FieldList expected;
  for (const auto& field : boca_raton::Fields().rows()) {
    const bool flag = field.name == boca_raton::kIsCiroAffiliate;
    expected.emplace_back(field.name,
                          flag ? "Must be a boolean" : "Must be a string");
  }
  EXPECT_EQ(FieldErrorsOf(PostTo(body)), expected);
  ASSERT_EQ(backend_.creates.size(), 1u);
  EXPECT_TRUE(backend_.creates[0].validate_only());
}

TEST_F(BocaRatonTest, MergesItsOwnFindingsWithThoseOfTheService) {
  backend_.on_create = [](const user::v1::CreateUserRequest& request) {
    EXPECT_TRUE(request.validate_only());
    EXPECT_FALSE(request.edge().has_signature_expires());
    EXPECT_EQ(request.edge().signature(), "");
    EXPECT_EQ(request.edge().idempotency_key(), "");
    EXPECT_EQ(request.edge().key_id(), "key-1");
    EXPECT_FALSE(request.profile().has_first_name());
    return base::Error(Reason::kInvalidProfile,
                       {{Violation("address.country", "Is not valid"),
                         Violation("first_name", "Is required"),
                         Violation("email", "Must be a valid email address")},
                        {}});
  };
  const auto response =
      PostTo(absl::StrReplaceAll(kExample, {{"\"Jane\"", "{}"}}));
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(FieldErrorsOf(response),
            (FieldList{{"email", "Must be a valid email address"},
                       {"firstName", "Must be a string"},
                       {"country", "Is not valid"}}));
}

TEST_F(BocaRatonTest, LetsA400WinOverWhatElseTheServiceFinds) {
  for (const Reason reason : {Reason::kUserUnderAge, Reason::kExternalIdTaken,
                              Reason::kUserClosed, Reason::kUserNotFound}) {
    backend_.on_create = [&](const auto&) { return base::Error(reason); };
    const auto response = PostTo(R"({"externalId":"x","email":7})");
    EXPECT_EQ(response.status, 400);
    EXPECT_EQ(FieldErrorsOf(response),
              (FieldList{{"email", "Must be a string"}}));
  }
  backend_.on_create = [](const auto&) {
    return base::Error(Reason::kBackendUnavailable);
  };
  EXPECT_EQ(PostTo(R"({"email":7})").status, 503);
}

TEST_F(BocaRatonTest, NamesEveryFieldOfTheServiceByTheContractsName) {
  backend_.on_create = [](const auto&) {
    base::ErrorDetails details;
    for (const auto& field : boca_raton::Fields().rows()) {
      details.violations.push_back(
          Violation(std::string(field.path), "Is not valid"));
    }
    std::reverse(details.violations.begin(), details.violations.end());
    return base::Error(Reason::kInvalidProfile, details);
  };
  FieldList expected;
  for (const auto& field : boca_raton::Fields().rows()) {
    expected.emplace_back(field.name, "Is not valid");
  }
  EXPECT_EQ(FieldErrorsOf(PostTo(kExample)), expected);
}

TEST_F(BocaRatonTest, NamesDuplicatesAndHalfCharactersBesideTheRest) {
  const auto response =
      PostTo(R"({"city":"\ud800","email":"a","email":"b","x":{"y":1,"y":2},)"
             R"("lastName":"\u0000","firstName":7})");
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(FieldErrorsOf(response),
            (FieldList{{"email", "Is not valid"},
                       {"firstName", "Must be a string"},
                       {"lastName", "Is not valid"},
                       {"city", "Is not valid"},
                       {"x.y", "Is not valid"}}));
}

TEST_F(BocaRatonTest, RefusesBodiesThatAreNoJsonObject) {
  ExpectError(PostTo("{"), 400, "bad_request",
              "Request body must be valid JSON");
  for (const char* body : {"[]", "\"x\"", "7", "null", "true"}) {
    EXPECT_EQ(FieldErrorsOf(PostTo(body)),
              (FieldList{{"body", "Is not valid"}}))
        << body;
  }
  for (const TestRequest& request : {Post(""), Patch("")}) {
    const auto response = Send(request);
    EXPECT_EQ(response.status, 400);
    EXPECT_EQ(FieldErrorsOf(response), (FieldList{{"body", "Is required"}}));
  }
  EXPECT_TRUE(backend_.creates.empty());
}

}  // namespace
}  // namespace rollbook::gateway

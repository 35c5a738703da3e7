// Contract section 1.4.

#include <grpcpp/grpcpp.h>

#include "gmock/gmock.h"
#include "tests/e2e/end_to_end.h"

namespace rollbook::tests {
namespace {

using testing::ElementsAre;

class Patch : public EndToEnd {
 protected:
  void SetUp() override {
    EndToEnd::SetUp();
    const HttpAnswer created = Send(CreateCall(ExampleUser("42")));
    ASSERT_EQ(created.status, 201) << created.body;
    user_id_ = ParseJson(created.body)["userId"];
    etag_ = created.Header("ETag");
  }

  user::v1::User Current() const {
    user::v1::GetUserRequest request;
    request.set_partner_id("acme");
    request.mutable_user()->set_user_id(user_id_);
    user::v1::GetUserResponse response;
    grpc::ClientContext context;
    const grpc::Status status = Users()->GetUser(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.user();
  }

  HttpAnswer PatchIf(const std::string& etag, const Json& changes) const {
    HttpCall call = PatchCall("42", changes);
    call.headers.emplace_back("If-Match", etag);
    return Send(call);
  }

  std::string user_id_;
  std::string etag_;
};

INSTANTIATE_TEST_SUITE_P(, Patch,
                         testing::Values(Arrangement::kInProcess,
                                         Arrangement::kSeparateGateway),
                         ArrangementName);

TEST_P(Patch, WhatIsLeftOutStays) {
  ASSERT_EQ(Send(PatchCall("42", {{"city", "Ottawa"}})).status, 200);
  const user::v1::Profile profile = Current().profile();
  EXPECT_EQ(profile.address().city(), "Ottawa");
  EXPECT_EQ(profile.address().line1(), "123 Main St");
  EXPECT_EQ(profile.email(), "jane.doe@example.com");
}

TEST_P(Patch, AChangeOfNothingWritesNothing) {
  const HttpAnswer first = Send(PatchCall("42", {{"city", "Ottawa"}}));
  for (const Json& changes :
       {Json::object(), Json{{"city", "Ottawa"}}, Json{{"externalId", "42"}}}) {
    const HttpAnswer same = Send(PatchCall("42", changes));
    EXPECT_EQ(same.status, 200);
    EXPECT_EQ(same.body, first.body);
    EXPECT_EQ(same.Header("ETag"), first.Header("ETag"));
  }
  EXPECT_EQ(History(user_id_).size(), 2u);
}

TEST_P(Patch, NullAndEmptyTextClearWhatIsOptional) {
  ASSERT_EQ(Send(PatchCall("42", {{"occupation", nullptr},
                                  {"addressLine2", ""},
                                  {"isCiroAffiliate", nullptr}}))
                .status,
            200);
  const user::v1::Profile profile = Current().profile();
  EXPECT_FALSE(profile.has_occupation());
  EXPECT_FALSE(profile.address().has_line2());
  EXPECT_FALSE(profile.has_is_ciro_affiliate());
}

TEST_P(Patch, WhatIsRequiredCannotBeCleared) {
  const Json error =
      ExpectError(Send(PatchCall("42", {{"email", nullptr}, {"city", ""}})),
                  400, "bad_request", "Request body failed validation");
  EXPECT_THAT(FieldsOf(error), ElementsAre("email", "city"));
  EXPECT_EQ(Current().version(), 1u);
}

TEST_P(Patch, TheExternalIdIsThatOfThePath) {
  const Json error =
      ExpectError(Send(PatchCall("42", {{"externalId", "43"}})), 400,
                  "bad_request", "Request body failed validation");
  EXPECT_THAT(FieldsOf(error), ElementsAre("externalId"));
}

TEST_P(Patch, RulesAcrossFieldsHoldForTheResult) {
  const Json error =
      ExpectError(Send(PatchCall("42", {{"country", "US"}})), 400,
                  "bad_request", "Request body failed validation");
  EXPECT_THAT(FieldsOf(error), ElementsAre("province"));
  EXPECT_EQ(Send(PatchCall("42", {{"country", "US"},
                                  {"province", "New York"},
                                  {"postalCode", "10001"}}))
                .status,
            200);
}

TEST_P(Patch, AnEtagKeepsTwoWritersApart) {
  const HttpAnswer first = PatchIf(etag_, {{"city", "Ottawa"}});
  ASSERT_EQ(first.status, 200) << first.body;
  ExpectError(PatchIf(etag_, {{"city", "Montreal"}}), 412,
              "precondition_failed", "The user's ETag does not match If-Match");
  EXPECT_EQ(Current().profile().address().city(), "Ottawa");
  EXPECT_EQ(PatchIf("*", {{"city", "Montreal"}}).status, 200);
  const std::string now = Send(GetCall("42")).Header("ETag");
  EXPECT_EQ(PatchIf(etag_ + ", " + now, {{"city", "Laval"}}).status, 200);
  EXPECT_EQ(PatchIf("\"no such tag\"", {{"city", "Gaspé"}}).status, 412);
}

TEST_P(Patch, TextIsKeptAsItWasSent) {
  // "é" as one code point and as two.
  for (const std::string city : {"Montr\u00e9al", "Montre\u0301al"}) {
    ASSERT_EQ(Send(PatchCall("42", {{"city", city}})).status, 200);
    EXPECT_EQ(Current().profile().address().city(), city);
  }
}

}  // namespace
}  // namespace rollbook::tests

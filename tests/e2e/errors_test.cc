// Contract section 1.2, row by row, and the checks of section 5 before it.

#include "gmock/gmock.h"
#include "tests/e2e/end_to_end.h"

namespace rollbook::tests {
namespace {

using testing::ElementsAre;

constexpr char kValidation[] = "Request body failed validation";
constexpr char kNotJson[] = "Request body must be valid JSON";

class Errors : public EndToEnd {
 protected:
  // The field errors of a create of `user`, as "field: message".
  std::vector<std::string> Violations(const Json& user) const {
    return ViolationsOf(Send(CreateCall(user)));
  }
  static std::vector<std::string> ViolationsOf(const HttpAnswer& answer) {
    const Json error = ExpectError(answer, 400, "bad_request", kValidation);
    std::vector<std::string> texts;
    for (const Json& entry : error.value("fieldErrors", Json::array())) {
      texts.push_back(entry.value("field", "") + ": " +
                      entry.value("message", ""));
    }
    return texts;
  }
  HttpAnswer SendBody(const std::string& body) const {
    return Send({.method = "POST", .target = "/v1/users", .body = body});
  }
  HttpAnswer SendAs(const std::string& content_type) const {
    HttpCall call = CreateCall(ExampleUser(NewUuidText()));
    call.headers.emplace_back("Content-Type", content_type);
    return Send(call);
  }
  // The user 42 with an action of the CLI applied.
  void MakeUser(const std::string& action) const {
    const HttpAnswer created = Send(CreateCall(ExampleUser("42")));
    ASSERT_EQ(created.status, 201) << created.body;
    Cli({"user", "status", ParseJson(created.body)["userId"], "--partner",
         "acme", "--action", action, "--reason", "a test"});
  }
};

INSTANTIATE_TEST_SUITE_P(, Errors,
                         testing::Values(Arrangement::kInProcess,
                                         Arrangement::kSeparateGateway),
                         ArrangementName);

TEST_P(Errors, EveryFailingFieldIsNamedAtOnce) {
  const Json user = {{"externalId", std::string(129, 'x')},
                     {"email", "jane.doe@"},
                     {"firstName", ""},
                     {"lastName", 7},
                     {"dateOfBirth", "1990-02-30"},
                     {"addressLine1", std::string(201, 'x')},
                     {"addressLine2", std::string(201, 'x')},
                     {"city", nullptr},
                     {"postalCode", "M5V 2T"},
                     {"province", "Bavaria"},
                     {"country", "CA"},
                     {"occupation", std::string(101, 'x')},
                     {"isCiroAffiliate", "no"}};
  EXPECT_THAT(Violations(user),
              testing::UnorderedElementsAre(
                  "externalId: Must be between 1 and 128 characters",
                  "email: Must be a valid email address",
                  "firstName: Is required", "lastName: Must be a string",
                  "dateOfBirth: Must be a valid date in YYYY-MM-DD format",
                  "addressLine1: Must be between 1 and 200 characters",
                  "addressLine2: Must be between 1 and 200 characters",
                  "city: Is required", "postalCode: Is not valid",
                  "province: Is not valid",
                  "occupation: Must be between 1 and 100 characters",
                  "isCiroAffiliate: Must be a boolean"));
  EXPECT_EQ(Send(GetCall(std::string(128, 'x'))).status, 404);
}

TEST_P(Errors, AnEmptyObjectLacksAllThatIsRequired) {
  EXPECT_THAT(
      Violations(Json::object()),
      ElementsAre("externalId: Is required", "email: Is required",
                  "firstName: Is required", "lastName: Is required",
                  "dateOfBirth: Is required", "addressLine1: Is required",
                  "city: Is required", "country: Is required"));
}

TEST_P(Errors, ProvinceAndPostalCodeAreRequiredInSomeCountriesOnly) {
  Json user = ExampleUser("42");
  user.erase("province");
  user.erase("postalCode");
  for (const std::string country : {"CA", "US"}) {
    user["country"] = country;
    EXPECT_THAT(Violations(user),
                testing::UnorderedElementsAre("province: Is required",
                                              "postalCode: Is required"));
  }
  user["country"] = "XX";
  EXPECT_THAT(Violations(user), ElementsAre("country: Is not valid"));
  user["country"] = "FR";
  EXPECT_EQ(Send(CreateCall(user)).status, 201);
}

TEST_P(Errors, AMinorIsUnprocessableUnlessSomethingElseIsWrong) {
  Json user = ExampleUser("42");
  user["dateOfBirth"] =
      absl::FormatTime("%Y-%m-%d", absl::Now() - absl::Hours(24 * 365 * 17),
                       absl::UTCTimeZone());
  ExpectError(Send(CreateCall(user)), 422, "unprocessable_entity",
              "User must be at least 18 years old");
  user["email"] = "nobody";
  EXPECT_THAT(Violations(user),
              ElementsAre("email: Must be a valid email address"));
}

TEST_P(Errors, WhatIsNoJsonIsSaidToBeNone) {
  for (const std::string body :
       {"{", "nonsense", "{} {}", "{\"email\":\"\xff\"}", "{'a':1}"}) {
    ExpectError(SendBody(body), 400, "bad_request", kNotJson);
  }
  // Deeper than 32.
  ExpectError(SendBody(std::string(33, '[') + std::string(33, ']')), 400,
              "bad_request", kNotJson);
}

TEST_P(Errors, JsonThatIsNoUserNamesTheFieldAtFault) {
  EXPECT_THAT(ViolationsOf(SendBody("[]")), ElementsAre("body: Is not valid"));
  EXPECT_THAT(ViolationsOf(SendBody("")), ElementsAre("body: Is required"));
  const std::string user = ExampleUser("42").dump();
  const std::string twice =
      user.substr(0, user.size() - 1) + ",\"city\":\"Ottawa\"}";
  EXPECT_THAT(ViolationsOf(SendBody(twice)), ElementsAre("city: Is not valid"));
  Json nul = ExampleUser("42");
  nul["city"] = std::string("a\0b", 3);
  EXPECT_THAT(Violations(nul), ElementsAre("city: Is not valid"));
}

TEST_P(Errors, UnknownMembersAreIgnored) {
  Json user = ExampleUser("42");
  user["nickname"] = {{"a", 1}};
  EXPECT_EQ(Send(CreateCall(user)).status, 201);
}

TEST_P(Errors, OnlyJsonIsTaken) {
  for (const std::string type :
       {"application/json", "APPLICATION/JSON; charset=utf-8",
        "application/vnd.api+json"}) {
    EXPECT_EQ(SendAs(type).status, 201) << type;
  }
  for (const std::string type : {"text/plain", "application/xml", "json", ""}) {
    ExpectError(SendAs(type), 415, "unsupported_media_type",
                "Content-Type must be application/json");
  }
}

TEST_P(Errors, AUserOfAnotherPartnerDoesNotExist) {
  const auto other = service_.CreatePartner("other");
  ASSERT_TRUE(other.ok()) << other.status();
  ASSERT_EQ(Send(CreateCall(ExampleUser("42"))).status, 201);
  constexpr char kNotFound[] = "User not found for the authenticated partner";
  ExpectError(Send(GetCall("42"), *other), 404, "not_found", kNotFound);
  ExpectError(Send(PatchCall("42", {{"city", "Ottawa"}}), *other), 404,
              "not_found", kNotFound);
  EXPECT_EQ(Send(CreateCall(ExampleUser("42")), *other).status, 201);
}

TEST_P(Errors, RoutesAndMethodsAreChecked) {
  ExpectError(Send({.target = "/v1/accounts"}), 404, "not_found",
              "No such route");
  ExpectError(Send({.target = "/v1/users/42/"}), 404, "not_found",
              "No such route");
  const HttpAnswer put =
      Send({.method = "PUT", .target = "/v1/users/42", .body = "{}"});
  ExpectError(put, 405, "method_not_allowed", "Method not allowed");
  EXPECT_EQ(put.Header("Allow"), "PATCH, GET, HEAD");
  const HttpAnswer get = Send({.target = "/v1/users"});
  ExpectError(get, 405, "method_not_allowed", "Method not allowed");
  EXPECT_EQ(get.Header("Allow"), "POST");
}

TEST_P(Errors, AnIdThatCannotBeReadIsAFieldError) {
  for (const std::string segment : {"%zz", "%ff", "%", ""}) {
    EXPECT_THAT(ViolationsOf(Send(GetCall(segment))),
                ElementsAre("externalId: Is not valid"))
        << segment;
  }
  const std::string too_long(129, 'x');
  EXPECT_THAT(ViolationsOf(Send(GetCall(too_long))),
              ElementsAre("externalId: Is not valid"));
}

TEST_P(Errors, HeadIsAnsweredLikeGetWithoutABody) {
  ASSERT_EQ(Send(CreateCall(ExampleUser("42"))).status, 201);
  const HttpAnswer get = Send(GetCall("42"));
  const HttpAnswer head = Send({.method = "HEAD", .target = "/v1/users/42"});
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.body, "");
  EXPECT_EQ(head.Header("ETag"), get.Header("ETag"));
  EXPECT_EQ(head.Header("Content-Length"), get.Header("Content-Length"));
}

TEST_P(Errors, AClosedUserTakesNoChanges) {
  MakeUser("close");
  ExpectError(Send(PatchCall("42", {{"city", "Ottawa"}})), 422,
              "unprocessable_entity", "User is closed");
  EXPECT_EQ(ParseJson(Send(GetCall("42")).body)["status"], "closed");
}

TEST_P(Errors, AnyOtherStatusTakesChanges) {
  MakeUser("reject");
  const HttpAnswer patched = Send(PatchCall("42", {{"city", "Ottawa"}}));
  EXPECT_EQ(patched.status, 200) << patched.body;
  EXPECT_EQ(ParseJson(patched.body)["status"], "rejected");
}

using Outage = EndToEnd;
INSTANTIATE_TEST_SUITE_P(, Outage,
                         testing::Values(Arrangement::kSeparateGateway),
                         ArrangementName);

TEST_P(Outage, WithoutItsBackendAGatewayIsUnavailable) {
  ASSERT_EQ(Send(CreateCall(ExampleUser("42"))).status, 201);
  service_.Crash();
  const HttpAnswer answer = Send(GetCall("42"));
  ExpectError(answer, 503, "service_unavailable",
              "The service is temporarily unavailable. Retry after the "
              "duration indicated in the Retry-After header.");
  EXPECT_GT(std::atoi(answer.Header("Retry-After").c_str()), 0);
  ASSERT_TRUE(service_.Start().ok());
  EXPECT_TRUE(Eventually([&] { return Send(GetCall("42")).status == 200; }));
}

}  // namespace
}  // namespace rollbook::tests

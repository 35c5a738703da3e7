// Contract section 3, row by row, with API keys.

#include <grpcpp/grpcpp.h>

#include <set>

#include "gmock/gmock.h"
#include "tests/e2e/conformance.h"

namespace rollbook::tests {
namespace {

constexpr char kBadRequest[] =
    "The request contains invalid parameters or malformed data";

std::string Error(int code, const std::string& error,
                  const std::string& message) {
  return Json({{"error", error}, {"message", message}, {"code", code}}).dump();
}

std::string Invalid(const std::string& field, const std::string& message) {
  return R"({"error":"Bad Request","message":")" + std::string(kBadRequest) +
         R"(","code":400,"details":[{"field":")" + field + R"(","message":")" +
         message + "\"}]}";
}

class SmartphoneKey : public Conformance {
 protected:
  void SetUp() override {
    Conformance::SetUp();
    key_ = NewApiKey("phones", "smartphonekey");
  }

  HttpCall Call(const std::string& method, const std::string& path,
                const std::string& body = "") const {
    return {.method = method,
            .target = "/users/" + path,
            .headers = {{"X-API-Key", key_}},
            .body = body};
  }
  HttpCall Create(const std::string& id, const Json& user) const {
    return Call("POST", id + "/CreateUser", user.dump());
  }
  HttpCall SetPhone(const std::string& id, const std::string& body) const {
    return Call("POST", id + "/UpdatePhoneNumber", body);
  }
  HttpCall Profile(const std::string& id) const {
    return Call("GET", id + "/profile");
  }
  // A user with this id and an address.
  std::string NewUser() const {
    std::string id = NewUuidText();
    const HttpAnswer answer =
        SendAsIs(Create(id, {{"userId", id}, {"email", "ann@example.com"}}));
    EXPECT_EQ(answer.status, 201) << answer.body;
    return id;
  }

  std::string key_;
};

INSTANTIATE_TEST_SUITE_P(, SmartphoneKey,
                         testing::Values(Arrangement::kInProcess,
                                         Arrangement::kSeparateGateway),
                         ArrangementName);

// A command's answer; `event` is JSON.
std::string Done(const std::string& id, int version, const std::string& event) {
  return R"({"success":true,"aggregateId":")" + id + R"(","version":)" +
         std::to_string(version) + R"(,"event":)" + event + R"(,"userId":")" +
         id + "\"}";
}

TEST_P(SmartphoneKey, CreatesUsers) {
  const std::string a = NewUuidText();
  const std::string b = NewUuidText();
  const std::string no_version = "00000000-0000-0000-0000-000000000000";
  ExpectRows(
      {{"all members",
        Create(a, {{"userId", a},
                   {"email", "ann@example.com"},
                   {"firstName", "Ann"},
                   {"lastName", "Lee"},
                   {"phoneNumber", "+1-555-0123"}}),
        201,
        Done(a, 1,
             R"({"type":"UserCreated","data":{"userId":")" + a +
                 R"(","email":"ann@example.com","firstName":"Ann",)"
                 R"("lastName":"Lee","phoneNumber":"+1-555-0123",)"
                 R"("status":"ACTIVE"}})")},
       {"the required ones",
        Create(b, {{"userId", b}, {"email", "ann@example.com"}}), 201,
        Done(b, 1,
             R"({"type":"UserCreated","data":{"userId":")" + b +
                 R"(","email":"ann@example.com","status":"ACTIVE"}})")},
       {"again, with other data",
        Create(a, {{"userId", a}, {"email", "other@example.com"}}), 200,
        Done(a, 1, "null")},
       {"any version",
        Create(no_version, {{"userId", no_version}, {"email", "x@y.zz"}}), 201,
        Done(no_version, 1,
             R"({"type":"UserCreated","data":{"userId":")" + no_version +
                 R"(","email":"x@y.zz","status":"ACTIVE"}})")},
       {"nothing has changed", Profile(a), 200,
        R"({"userId":")" + a +
            R"(","email":"ann@example.com","firstName":"Ann",)"
            R"("lastName":"Lee","phoneNumber":"+1-555-0123",)"
            R"("status":"ACTIVE"})"}});
}

TEST_P(SmartphoneKey, AnIdIsOneInEitherCase) {
  const std::string upper = "6F9619FF-8B86-D011-B42D-00C04FC964FF";
  const std::string lower = "6f9619ff-8b86-d011-b42d-00c04fc964ff";
  const Json user = {{"userId", upper}, {"email", "ann@example.com"}};
  const HttpAnswer created = SendAsIs(Create(lower, user));
  ASSERT_EQ(created.status, 201) << created.body;
  EXPECT_EQ(ParseJson(created.body)["aggregateId"], upper);
  ExpectRows({{"again", Create(lower, {{"userId", lower}, {"email", "x@y.zz"}}),
               200, Done(upper, 1, "null")},
              {"profile", Profile(lower), 200,
               R"({"userId":")" + upper +
                   R"(","email":"ann@example.com","status":"ACTIVE"})"}});
}

TEST_P(SmartphoneKey, RefusesWhatTheContractRefuses) {
  const std::string id = NewUuidText();
  const auto refuses = [&](const Json& user, const std::string& field,
                           const std::string& message) -> ConformanceRow {
    return {user.dump(), Create(id, user), 400, Invalid(field, message)};
  };
  ExpectRows({
      refuses({{"userId", id}, {"email", "invalid"}}, "email",
              "Invalid email format"),
      refuses({{"userId", id}}, "email", "Is required"),
      refuses({{"email", "a@b.cc"}}, "userId", "Is required"),
      refuses({{"userId", NewUuidText()}, {"email", "a@b.cc"}}, "userId",
              "Must be the id in the path"),
      refuses({{"userId", "ann"}, {"email", "a@b.cc"}}, "userId",
              "Must be a valid UUID"),
      refuses({{"userId", id}, {"email", "a@b.cc"}, {"firstName", 7}},
              "firstName", "Must be a string"),
      refuses({{"userId", id},
               {"email", "a@b.cc"},
               {"phoneNumber", std::string(33, '1')}},
              "phoneNumber", "Must be between 1 and 32 characters"),
      {"path", Create("ann", {{"userId", id}, {"email", "a@b.cc"}}), 400,
       Invalid("userId", "Must be a valid UUID")},
      {"not JSON", Call("POST", id + "/CreateUser", "{"), 400,
       Invalid("body", "Must be valid JSON")},
      {"no body", Call("POST", id + "/CreateUser"), 400,
       Invalid("body", "Is required")},
      {"nobody yet", Profile(id), 404,
       Error(404, "Not Found", "User not found")},
  });
}

TEST_P(SmartphoneKey, ChangesThePhoneNumber) {
  const std::string id = NewUser();
  const auto event = [&](const std::string& action, const std::string& mask) {
    return R"({"type":"UserPhoneNumberUpdated","data":{"userId":")" + id +
           R"(","action":")" + action + "\"" +
           (mask.empty() ? "" : R"(,"maskedPhoneNumber":")" + mask + "\"") +
           R"(,"timestamp":"*"}})";
  };
  ExpectRows({
      {"set", SetPhone(id, R"({"phoneNumber":"+1-555-0123"})"), 200,
       Done(id, 2, event("set", "+*-***-0123"))},
      {"unchanged", SetPhone(id, R"({"phoneNumber":"+1-555-0123"})"), 200,
       Done(id, 2, "null")},
      {"free text", SetPhone(id, R"({"phoneNumber":"ask at the desk"})"), 200,
       Done(id, 3, event("set", "*** ** *** desk"))},
      {"removed", SetPhone(id, R"({"phoneNumber":null})"), 200,
       Done(id, 4, event("removed", ""))},
      {"removed again", SetPhone(id, R"({"phoneNumber":null})"), 200,
       Done(id, 4, "null")},
      {"nothing said", SetPhone(id, "{}"), 400,
       Invalid("phoneNumber", "Is required")},
      {"no text", SetPhone(id, R"({"phoneNumber":15550123})"), 400,
       Invalid("phoneNumber", "Must be a string")},
      {"too long",
       SetPhone(id, R"({"phoneNumber":")" + std::string(33, '1') + "\"}"), 400,
       Invalid("phoneNumber", "Must be between 1 and 32 characters")},
      {"no id", SetPhone("ann", R"({"phoneNumber":"1"})"), 400,
       Invalid("userId", "Must be a valid UUID")},
      {"nobody", SetPhone(NewUuidText(), R"({"phoneNumber":"1"})"), 404,
       Error(404, "Not Found", "User not found")},
  });
  const HttpAnswer set = SendAsIs(SetPhone(id, R"({"phoneNumber":"+1 2"})"));
  EXPECT_THAT(std::string(ParseJson(set.body)["event"]["data"]["timestamp"]),
              testing::MatchesRegex("20[0-9-]{8}T[0-9:]{8}Z"));
}

TEST_P(SmartphoneKey, ShowsTheStatus) {
  const std::string id = NewUser();
  user::v1::GetUserRequest request;
  request.set_partner_id("phones");
  request.mutable_user()->set_external_id(id);
  user::v1::GetUserResponse response;
  grpc::ClientContext context;
  ASSERT_TRUE(Users()->GetUser(&context, request, &response).ok());
  const auto status_after = [&](const std::string& action) {
    Cli({"user", "status", response.user().user_id(), "--partner", "phones",
         "--action", action, "--reason", "a test"});
    return std::string(ParseJson(SendAsIs(Profile(id)).body)["status"]);
  };
  EXPECT_EQ(status_after("suspend"), "SUSPENDED");
  EXPECT_EQ(status_after("reactivate"), "ACTIVE");
  EXPECT_EQ(status_after("close"), "INACTIVE");
  ExpectRows({{"closed", SetPhone(id, R"({"phoneNumber":"1"})"), 409,
               Error(409, "Conflict", "User is closed")}});
}

TEST_P(SmartphoneKey, ManyChangesOfOneNumberAllHaveTheirVersion) {
  const std::string id = NewUser();
  const auto answers = SendTogether(6, [&](int i) {
    return SetPhone(
        id, R"({"phoneNumber":"+1 555 000)" + std::to_string(i) + "\"}");
  });
  std::set<int> versions;
  for (const HttpAnswer& answer : answers) {
    ASSERT_EQ(answer.status, 200) << answer.body;
    versions.insert(int(ParseJson(answer.body)["version"]));
  }
  EXPECT_EQ(versions, (std::set<int>{2, 3, 4, 5, 6, 7}));
}

TEST_P(SmartphoneKey, TwinsGetOneUser) {
  const std::string id = NewUuidText();
  const auto answers = SendTogether(16, [&](int) {
    return Create(id, {{"userId", id}, {"email", "ann@example.com"}});
  });
  int created = 0;
  for (const HttpAnswer& answer : answers) {
    created += answer.status == 201 ? 1 : 0;
    EXPECT_TRUE(answer.status == 201 || answer.status == 200) << answer.body;
  }
  EXPECT_EQ(created, 1);
}

TEST_P(SmartphoneKey, KeysAreForThisContract) {
  const std::string id = NewUser();
  const std::string other = NewApiKey("bank", "capa");
  const auto refuses = [&](const HeaderList& headers) -> ConformanceRow {
    HttpCall call = Profile(id);
    call.headers = headers;
    return {
        "key", call, 401,
        Error(401, "Unauthorized", "Authentication is missing or not valid")};
  };
  ExpectRows({refuses({}), refuses({{"X-API-Key", ""}}),
              refuses({{"X-API-Key", "nonsense"}}),
              refuses({{"X-API-Key", key_ + "0"}}),
              refuses({{"X-API-Key", other}}),
              refuses({{"X-API-Key", acme_.api_key}}),
              refuses({{"Authorization", "Bearer " + key_}})});
  HttpCall with_token = Profile(id);
  with_token.headers.emplace_back("Authorization", "Bearer whatever");
  EXPECT_EQ(SendAsIs(with_token).status, 200) << "the partner has no issuer";
  Cli({"partner", "suspend", "--id", "phones", "--reason", "a test"});
  EXPECT_TRUE(Eventually([&] { return SendAsIs(Profile(id)).status == 401; }));
}

TEST_P(SmartphoneKey, HeadersThatNameTheCallerAreRefused) {
  const std::string id = NewUser();
  for (const std::string name : {"X-Org-Id", "X-User-Id"}) {
    HttpCall call = Profile(id);
    call.headers.emplace_back(name, "7");
    ExpectRows(
        {{name, call, 400, Invalid(name, "Header field is not allowed")}});
    call.headers.erase(call.headers.begin());
    EXPECT_EQ(SendAsIs(call).status, 401) << "authentication comes first";
  }
}

TEST_P(SmartphoneKey, HasItsShapeForWhatTheEdgeRefuses) {
  const std::string id = NewUuidText();
  HttpCall xml = Call("POST", id + "/CreateUser", "<a/>");
  xml.headers.emplace_back("Content-Type", "text/xml");
  const std::string wrong_method =
      Error(405, "Method Not Allowed", "Method not allowed");
  ExpectRows(
      {{"GET",
        Call("GET", id + "/CreateUser"),
        405,
        wrong_method,
        {{"Allow", "POST"}}},
       {"OPTIONS",
        Call("OPTIONS", id + "/profile"),
        405,
        wrong_method,
        {{"Allow", "GET, HEAD"}}},
       {"route", Call("GET", id + "/profiles"), 404,
        Error(404, "Not Found", "No such route")},
       {"media type", xml, 415,
        Error(415, "Unsupported Media Type",
              "Content-Type must be application/json")},
       {"size", Call("POST", id + "/CreateUser", std::string(65 << 10, ' ')),
        413,
        Error(413, "Payload Too Large",
              "Request body must not exceed 64 KiB")}});
}

TEST_P(SmartphoneKey, HonoursThePartnersPolicy) {
  Cli({"partner", "update", "--id", "phones", "--required_fields",
       "email,phoneNumber", "--unique_email=true", "--unknown_members",
       "refuse"});
  const std::string a = NewUuidText();
  const std::string b = NewUuidText();
  const auto user = [](const std::string& id, const std::string& email) {
    return Json{{"userId", id}, {"email", email}, {"phoneNumber", "1"}};
  };
  EXPECT_TRUE(Eventually([&] {
    const std::string id = NewUuidText();
    return SendAsIs(Create(id, {{"userId", id}, {"email", "a@b.cc"}})).status ==
           400;
  }));
  Json unknown = user(a, "u@example.com");
  unknown["nick"] = 1;
  ASSERT_EQ(SendAsIs(Create(a, user(a, "u@example.com"))).status, 201);
  ExpectRows(
      {{"unknown", Create(a, unknown), 400, Invalid("nick", "Is not valid")},
       {"taken", Create(b, user(b, "U@Example.com")), 409,
        Error(409, "Conflict", "A user with this email already exists")},
       {"its own", Create(a, user(a, "u@example.com")), 200,
        Done(a, 1, "null")},
       {"required", SetPhone(a, R"({"phoneNumber":null})"), 400,
        Invalid("phoneNumber", "Is required")}});
}

}  // namespace
}  // namespace rollbook::tests

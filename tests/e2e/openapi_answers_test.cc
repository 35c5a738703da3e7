// Every status and every example of the partners' documents, provoked.

#include <grpcpp/grpcpp.h>

#include <utility>

#include "gmock/gmock.h"
#include "tests/e2e/openapi_fixture.h"

namespace rollbook::tests {
namespace {

// Nothing from outside makes the service fail, and a request that is never
// finished takes the server's patience.
const std::vector<std::string> kUnprovoked = {"408", "500", "503"};

constexpr size_t kTooLarge = (64 << 10) + 1;
constexpr int kManyRequests = 50;

// One contract's document, tried operation by operation.
class OpenApiAnswers : public OpenApi {
 protected:
  void Begin(const std::string& contract,
             const std::vector<std::string>& policy = {}) {
    partner_ = MakePartner(contract, "one", policy);
    document_ = std::make_unique<OpenApiDocument>(Document(contract));
  }

  const Operation& At(const std::string& operation) const {
    return document_->Find(operation);
  }

  // Sends exactly this and expects a documented answer of this status.
  HttpAnswer AskAsIs(const std::string& operation, const HttpCall& call,
                     int status) {
    HttpAnswer answer = SendAsIs(call);
    EXPECT_EQ(answer.status, status) << operation << ": " << answer.body;
    document_->ExpectDocumented(At(operation), answer);
    return answer;
  }

  // As the partner, about the user of this id.
  HttpAnswer Ask(const std::string& operation, const std::string& id,
                 const std::string& body, int status,
                 const HeaderList& headers = {}) {
    HttpCall call = CallOf(At(operation), id, body);
    call.headers = headers;
    return AskAsIs(operation, WithCredential(call, partner_), status);
  }

  HttpAnswer AskExample(const std::string& operation, const std::string& id,
                        const std::string& example, int status) {
    const Json body = document_->RequestExamples(At(operation))[example];
    EXPECT_FALSE(body.is_null()) << example;
    return Ask(operation, id, body.dump(), status);
  }

  // What every operation of every contract refuses alike.
  void AskWhatAllRefuse(const std::string& id) {
    const Partner slow = MakePartner(partner_.contract, "slow",
                                     {"--read_rate", "1", "--write_rate", "1"});
    for (const Operation& operation : document_->operations()) {
      SCOPED_TRACE(operation.id);
      const std::string body = operation.takes_body() ? "{}" : "";
      AskAsIs(operation.id, CallOf(operation, id, body), 401);
      HttpCall other = CallOf(operation, id, body);
      other.method = "PUT";
      AskAsIs(operation.id, other, 405);
      if (operation.takes_body()) {
        Ask(operation.id, id, "{", 400);
        Ask(operation.id, id, body, 415, {{"Content-Type", "text/plain"}});
        Ask(operation.id, id, std::string(kTooLarge, ' '), 413);
      }
      AskTooOften(operation, id, body, slow);
    }
  }

  void SetStatus(const std::string& user_id, const std::string& action) const {
    Cli({"user", "status", user_id, "--partner", partner_.id, "--action",
         action, "--reason", "a test"});
  }

  // Our id of a user by the partner's.
  std::string UserId(const std::string& external_id) const {
    user::v1::GetUserRequest request;
    request.set_partner_id(partner_.id);
    request.mutable_user()->set_external_id(external_id);
    user::v1::GetUserResponse response;
    grpc::ClientContext context;
    EXPECT_TRUE(Users()->GetUser(&context, request, &response).ok());
    return response.user().user_id();
  }

  Partner partner_;
  std::unique_ptr<OpenApiDocument> document_;

 private:
  void AskTooOften(const Operation& operation, const std::string& id,
                   const std::string& body, const Partner& slow) {
    for (int i = 0; i < kManyRequests; ++i) {
      const HttpAnswer answer =
          SendAsIs(WithCredential(CallOf(operation, id, body), slow));
      if (answer.status != 429) continue;
      return document_->ExpectDocumented(operation, answer);
    }
    ADD_FAILURE() << "was never too much";
  }
};

INSTANTIATE_TEST_SUITE_P(, OpenApiAnswers,
                         testing::Values(Arrangement::kInProcess,
                                         Arrangement::kSeparateGateway),
                         ArrangementName);

Json With(Json user, const std::string& name, const Json& value) {
  user[name] = value;
  return user;
}

TEST_P(OpenApiAnswers, OfBocaRaton) {
  Begin("boca-raton");
  const std::string jane = "partner-user-42";
  const Json user =
      document_->RequestExamples(At("createUser")).value("jane", Json());
  const std::string user_id =
      ParseJson(AskExample("createUser", jane, "jane", 201).body)["userId"];
  Ask("getUser", jane, "", 200);
  SetStatus(user_id, "approve");
  AskExample("changeUser", jane, "moved", 200);
  AskExample("changeUser", jane, "nothing", 200);

  AskWhatAllRefuse(jane);
  Ask("createUser", "", With(user, "email", "jane").dump(), 400);
  Ask("changeUser", jane, R"({"email":"jane"})", 400);
  Ask("getUser", "%ff", "", 400);
  Ask("changeUser", "nobody", "{}", 404);
  Ask("getUser", "nobody", "", 404);
  Ask("createUser", "", user.dump(), 409);
  Ask("changeUser", jane, R"({"city":"Montreal"})", 412,
      {{"If-Match", "\"77\""}});
  Ask("createUser", "",
      With(With(user, "externalId", "kid"), "dateOfBirth", "2020-01-01").dump(),
      422);
  Ask("changeUser", jane, R"({"dateOfBirth":"2020-01-01"})", 422);
  const HeaderList key = {{"Idempotency-Key", NewUuidText()}};
  Ask("createUser", "", With(user, "externalId", "once").dump(), 201, key);
  Ask("createUser", "", With(user, "externalId", "twice").dump(), 422, key);
  Ask("changeUser", jane, "{}", 422, key);
  SetStatus(user_id, "close");
  Ask("changeUser", jane, R"({"city":"Montreal"})", 422);

  partner_ = MakePartner("boca-raton", "unique", {"--unique_email=true"});
  Ask("createUser", "", With(user, "externalId", "a").dump(), 201);
  Ask("createUser", "",
      With(With(user, "externalId", "b"), "email", "b@example.com").dump(),
      201);
  Ask("changeUser", "b", R"({"email":"jane.doe@example.com"})", 409);
  document_->ExpectAllSeen(kUnprovoked);
}

TEST_P(OpenApiAnswers, OfCapa) {
  Begin("capa");
  for (const char* example : {"email", "phone", "none"}) {
    AskExample("createUser", "", example, 201);
    const HttpAnswer again = AskExample("createUser", "", example, 201);
    EXPECT_EQ(again.Header("Idempotent-Replayed"), "true");
  }
  AskWhatAllRefuse("");
  Ask("createUser", "",
      R"({"externalUserId":"x","method":"EMAIL","identifier":"x"})", 400);
  Ask("createUser", "", "{}", 400);
  for (const char* key : {"rbk_", "rbk_unknown"}) {
    HttpCall call = CallOf(At("createUser"), "", "{}");
    call.headers = {{"partner-api-key", key}};
    AskAsIs("createUser", call, 401);
  }
  Cli({"partner", "suspend", "--id", partner_.id, "--reason", "a test"});
  Ask("createUser", "", "{}", 403);
  partner_ = MakePartner("capa", "unique", {"--unique_email=true"});
  AskExample("createUser", "", "email", 201);
  Ask("createUser", "",
      R"({"externalUserId":"x","method":"EMAIL",)"
      R"("identifier":"jane.doe@example.com"})",
      409);
  document_->ExpectAllSeen(kUnprovoked);
}

TEST_P(OpenApiAnswers, OfSmartphonekey) {
  Begin("smartphonekey", {"--unique_email=true"});
  const Json john =
      document_->RequestExamples(At("createUser")).value("john", Json());
  const std::string id = john["userId"];
  AskExample("createUser", id, "john", 201);
  AskExample("createUser", id, "john", 200);
  AskExample("updatePhoneNumber", id, "set", 200);  // as it was
  AskExample("updatePhoneNumber", id, "remove", 200);
  AskExample("updatePhoneNumber", id, "set", 200);
  Ask("getProfile", id, "", 200);

  AskWhatAllRefuse(id);
  Ask("createUser", id, With(john, "email", "john").dump(), 400);
  Ask("updatePhoneNumber", id, "{}", 400);
  Ask("getProfile", "john", "", 400);
  Ask("getProfile", id, "", 400, {{"X-User-Id", id}});
  const std::string other = NewUuidText();
  for (const Operation& operation : document_->operations()) {
    HttpCall call = CallOf(operation, id, operation.takes_body() ? "{}" : "");
    call.headers = issuer_->Bearer(partner_.client, {{"sub", other}});
    AskAsIs(operation.id, call, 403);
  }
  AskExample("updatePhoneNumber", other, "set", 404);
  Ask("getProfile", other, "", 404);
  Ask("createUser", other, With(john, "userId", other).dump(), 409);
  SetStatus(UserId(id), "close");
  AskExample("updatePhoneNumber", id, "remove", 409);
  document_->ExpectAllSeen(kUnprovoked);
}

TEST_P(OpenApiAnswers, OfWealthyhood) {
  Begin("wealthyhood", {"--min_age", "18"});
  const Json jane =
      document_->RequestExamples(At("createUser")).value("jane", Json());
  AskExample("createUser", "", "jane", 201);
  AskExample("createUser", "", "jane", 409);
  AskWhatAllRefuse("");
  Ask("createUser", "", With(jane, "email", "jane").dump(), 400);
  HttpCall narrow = CallOf(At("createUser"), "", jane.dump());
  narrow.headers = issuer_->Bearer(partner_.client, {{"scope", "openid"}});
  AskAsIs("createUser", narrow, 403);
  const Json kid = With(jane, "email", "kid@example.com");
  Ask("createUser", "", With(kid, "dateOfBirth", "2020-01-01").dump(), 422);
  document_->ExpectAllSeen(kUnprovoked);
}

}  // namespace
}  // namespace rollbook::tests

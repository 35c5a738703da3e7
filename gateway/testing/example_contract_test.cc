#include "gateway/testing/example_contract.h"

#include <optional>

#include "gateway/testing/gateway_fixture.h"

namespace rollbook::gateway {
namespace {

// docs/adding-a-contract.md promises that this is all there is to it.
class ExampleContractTest : public GatewayFixture {
 protected:
  ExampleContractTest() {
    AddKey("rbk_example", "people", "example");
    only_example_.push_back(MakeExample());
    backend_.on_create = [](const auto&) {
      user::v1::CreateUserResponse response;
      response.mutable_user()->set_user_id("u-1");
      return response;
    };
  }

  std::string Answer(const std::string& body,
                     const std::string& key = "rbk_example") {
    http::HttpRequest request;
    request.method = "POST";
    request.target = "/people";
    request.body = body;
    request.headers.Add("X-Example-Key", key);
    std::optional<http::HttpResponse> answer;
    example_handler().Handle(
        std::move(request),
        [&](http::HttpResponse response) { answer = std::move(response); });
    return answer ? std::to_string(answer->status) + " " + answer->body : "";
  }

 private:
  // Made when the contract is in its list.
  GatewayHandler& example_handler() {
    if (!handler_of_example_) {
      handler_of_example_.emplace(example_environment_, only_example_,
                                  base::CryptoRandom(), nullptr);
    }
    return *handler_of_example_;
  }

  Contracts only_example_;
  Credentials example_credentials_{
      backend_, clock_, [this](const v1::Credential& credential) {
        return only_example_[0]->MakePolicy(credential.policy());
      }};
  std::unique_ptr<UserBackend::Watch> example_watch_ =
      backend_.WatchCredentials(example_credentials_);
  const Environment example_environment_{&backend_, &example_credentials_,
                                         &clock_};
  std::optional<GatewayHandler> handler_of_example_;
};

TEST_F(ExampleContractTest, CreatesAPerson) {
  EXPECT_EQ(Answer(R"({"id":"7","mail":"a@b.cc","name":"Ann"})"),
            R"(201 {"person":"u-1","new":true})");
  const user::v1::CreateUserRequest& request = backend_.creates.at(0);
  EXPECT_EQ(request.partner_id(), "people");
  EXPECT_EQ(request.external_id(), "7");
  EXPECT_EQ(request.profile().last_name(), "Ann");
}

TEST_F(ExampleContractTest, ShowsThePersonThatIsThere) {
  backend_.on_create = [](const auto&) {
    return base::Error(base::Reason::kExternalIdTaken);
  };
  backend_.on_get = [](const auto&) {
    user::v1::GetUserResponse response;
    response.mutable_user()->set_user_id("u-1");
    return response;
  };
  EXPECT_EQ(Answer(R"({"id":"7","mail":"a@b.cc"})"),
            R"(200 {"person":"u-1","new":false})");
}

TEST_F(ExampleContractTest, SaysWhatIsWrongInItsOwnWords) {
  EXPECT_EQ(Answer(R"({"id":"7","mail":1,"name":true})"),
            R"(400 {"problem":"invalid","text":"Some fields are not valid",)"
            R"("fields":{"mail":"Must be a string",)"
            R"("name":"Must be a string"}})");
  EXPECT_EQ(Answer("{", "rbk_example"),
            R"(400 {"problem":"invalid","text":"The body is not JSON"})");
  EXPECT_EQ(Answer("{}", "rbk_nobody"),
            R"(401 {"problem":"key","text":"Who are you?"})");
}

}  // namespace
}  // namespace rollbook::gateway

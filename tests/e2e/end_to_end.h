#ifndef ROLLBOOK_TESTS_E2E_END_TO_END_H_
#define ROLLBOOK_TESTS_E2E_END_TO_END_H_

#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"
#include "rollbook/audit/v1/audit_service.pb.h"
#include "rollbook/user/v1/user_service.grpc.pb.h"
#include "tests/support/http_client.h"
#include "tests/support/service.h"
#include "tests/support/signing.h"

namespace rollbook::tests {

using Json = nlohmann::ordered_json;

// The body of contract section 1.3 with another external id.
Json ExampleUser(const std::string& external_id);

// `text` as JSON; a failed expectation and null when it is none.
Json ParseJson(const std::string& text);

// All lines of a JSON-lines text.
std::vector<Json> ParseJsonLines(const std::string& text);

HttpCall CreateCall(const Json& user);
HttpCall PatchCall(const std::string& external_id, const Json& changes);
HttpCall GetCall(const std::string& external_id);

// A random lower-case UUID.
std::string NewUuidText();

// One service with the partner "acme", the same for both arrangements.
class EndToEnd : public testing::TestWithParam<Arrangement> {
 protected:
  EndToEnd() : EndToEnd(ServiceOptions{.arrangement = GetParam()}) {}
  explicit EndToEnd(ServiceOptions options) : service_(std::move(options)) {}

  void SetUp() override;
  // Shows what the processes wrote when the test has failed.
  void TearDown() override;

  HttpClient Connect() const { return HttpClient(service_.http_port()); }

  // Signed for this moment, over a connection of its own. Status 0 when there
  // is no answer.
  HttpAnswer Send(const HttpCall& call) const { return Send(call, acme_); }
  HttpAnswer Send(const HttpCall& call, const PartnerKey& key) const;

  // Exactly this call.
  HttpAnswer SendAsIs(const HttpCall& call) const;

  // Standard output of the CLI, which has to succeed.
  Json Cli(const std::vector<std::string>& arguments) const;

  // Over the socket.
  std::unique_ptr<user::v1::UserService::Stub> Users() const;

  // All events of a user, oldest first.
  std::vector<audit::v1::Event> History(
      const std::string& user_id, const std::string& partner = "acme") const;

  Service service_;
  PartnerKey acme_;
};

// Looks again until `condition` holds; false when it never did.
bool Eventually(const std::function<bool()>& condition);

// Names the arrangements in the tests' names.
std::string ArrangementName(const testing::TestParamInfo<Arrangement>& info);

// Expects an error of section 1.2 with this status, code and message, and
// returns its body.
Json ExpectError(const HttpAnswer& answer, int status, std::string_view error,
                 std::string_view message);

// The fields that a 400 names, in their order.
std::vector<std::string> FieldsOf(const Json& error);

}  // namespace rollbook::tests

#endif  // ROLLBOOK_TESTS_E2E_END_TO_END_H_

#include "gateway/testing/example_contract.h"

#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/error.h"
#include "gateway/auth/api_key_authenticator.h"
#include "gateway/contracts/json_answer.h"
#include "gateway/mapping/create_or_get.h"
#include "gateway/mapping/error_kind.h"
#include "gateway/mapping/field_table.h"
#include "gateway/mapping/json_body.h"

namespace rollbook::gateway {
namespace {

using Json = nlohmann::ordered_json;
using user::v1::Profile;

constexpr auto kRoutes = std::to_array<Route>({
    {0, "POST", "/people", true},
});

constexpr std::string_view kKeyHeaders[] = {"X-Example-Key"};

constexpr auto kFields = std::to_array<Field>({
    {"id", "external_id", user::v1::PROFILE_FIELD_EXTERNAL_ID, true, 64,
     nullptr},
    {"mail", "email", user::v1::PROFILE_FIELD_EMAIL, true, 0,
     [](Profile& p) { return p.mutable_email(); }},
    {"name", "last_name", user::v1::PROFILE_FIELD_LAST_NAME, false, 100,
     [](Profile& p) { return p.mutable_last_name(); }},
});

constexpr FieldTable kTable(kFields);

constexpr ErrorRow kErrors[] = {
    {ErrorKind::kInvalidFields, 400, "invalid", "Some fields are not valid"},
    {ErrorKind::kMalformedJson, 400, "invalid", "The body is not JSON"},
    {ErrorKind::kUnauthorized, 401, "key", "Who are you?"},
    {ErrorKind::kNoSuchRoute, 404, "route", "There is nothing here"},
    {ErrorKind::kMethodNotAllowed, 405, "method", "Not that way"},
    {ErrorKind::kPayloadTooLarge, 413, "size", "That is too much"},
    {ErrorKind::kUnsupportedMediaType, 415, "type", "JSON, please"},
    {ErrorKind::kTooManyRequests, 429, "rate", "Not so fast"},
    {ErrorKind::kInternal, 500, "oops", "Something went wrong"},
    {ErrorKind::kUnavailable, 503, "later", "Come again"},
};

struct Policy final : public ContractPolicy {
  user::v1::ProfileRules rules;
  bool refuse_unknown_members = false;
};

size_t ReadCreate(const json::Document& body, const Policy& policy,
                  user::v1::CreateUserRequest& request, FieldErrors& errors) {
  auto members = OpenBody(body, errors);
  if (!members) return 0;
  *request.mutable_rules() = policy.rules;
  for (const Field& field : kFields) {
    const auto text = members->String(field.name);
    if (!text.has_value()) continue;
    (field.text == nullptr ? request.mutable_external_id()
                           : field.text(*request.mutable_profile()))
        ->assign(text.value);
  }
  return CloseObject(*members, policy.refuse_unknown_members, errors);
}

http::HttpResponse Render(const ErrorRow& row, const absl::Status& error) {
  Json body = {{"problem", row.code}, {"text", row.message}};
  for (const FieldError& entry : kTable.ErrorsOf(error)) {
    body["fields"][entry.field] = entry.message;
  }
  http::HttpResponse response = JsonAnswer(row.status, body);
  if (row.kind == ErrorKind::kUnauthorized) {
    response.headers.emplace_back("WWW-Authenticate",
                                  "ApiKey realm=\"example\"");
  }
  return response;
}

class Example final : public Contract {
 public:
  std::string_view name() const override { return "example"; }
  std::span<const Route> routes() const override { return kRoutes; }

  KeyKind key_kind() const override { return KeyKind::kBearer; }
  TokenUse token_use() const override { return TokenUse::kNone; }
  std::vector<std::string> field_names() const override {
    return kTable.Names();
  }

  std::unique_ptr<const ContractPolicy> MakePolicy(
      const admin::v1::PartnerPolicy& policy) const override {
    auto made = std::make_unique<Policy>();
    kTable.AddRules(policy, made->rules);
    made->rules.set_unique_email(policy.unique_email());
    made->refuse_unknown_members =
        policy.unknown_members() == admin::v1::UNKNOWN_MEMBERS_REFUSE;
    return made;
  }

  void Authenticate(ExchangePtr exchange, Authenticated done) const override {
    AuthenticateByApiKey(
        std::move(exchange), kKeyHeaders,
        [done = std::move(done)](absl::Status status) mutable {
          if (base::ReasonOf(status) == base::Reason::kPartnerSuspended) {
            status = base::Error(base::Reason::kUnauthenticated);
          }
          done(std::move(status));
        });
  }

  void Handle(ExchangePtr exchange, const json::Document* body,
              Answer answer) const override {
    FieldErrors errors;
    user::v1::CreateUserRequest request;
    exchange->unknown_members = ReadCreate(
        *body, static_cast<const Policy&>(*exchange->credential->policy),
        request, errors);
    CreateOrGet(exchange, std::move(request), std::move(errors), kTable,
                [answer = std::move(answer)](
                    const absl::StatusOr<CreatedOrGot>& result) mutable {
                  if (!result.ok()) return answer(result.status());
                  const Json created = {{"person", result->user.user_id()},
                                        {"new", result->created}};
                  answer(http::HttpResponse{
                      result->created ? 201 : 200, {}, created.dump()});
                });
  }

  http::HttpResponse RenderError(const Exchange&,
                                 const absl::Status& error) const override {
    return Render(RowOf(KindOf(error), kErrors), error);
  }

  http::HttpResponse RenderRefusal(const Exchange&, EdgeRefusal refusal,
                                   std::string_view) const override {
    return Render(RowOf(KindOf(refusal), kErrors), absl::OkStatus());
  }
};

}  // namespace

std::unique_ptr<Contract> MakeExample() { return std::make_unique<Example>(); }

}  // namespace rollbook::gateway

#include "gateway/contracts/capa/capa.h"

#include <array>
#include <utility>

#include "gateway/auth/api_key_authenticator.h"
#include "gateway/contracts/capa/answer.h"
#include "gateway/contracts/capa/errors.h"
#include "gateway/contracts/capa/policy.h"
#include "gateway/contracts/capa/request.h"
#include "gateway/mapping/create_or_get.h"

namespace rollbook::gateway {
namespace {

constexpr auto kRoutes = std::to_array<Route>({
    {0, "POST", "/api/partner/v1/user", true},
});

// The second is what the documentation calls it in prose.
constexpr std::string_view kKeyHeaders[] = {"partner-api-key", "PartnerApiKey"};

const capa::Policy& PolicyOf(const Exchange& exchange) {
  return static_cast<const capa::Policy&>(*exchange.credential->policy);
}

class Capa final : public Contract {
 public:
  std::string_view name() const override { return "capa"; }
  std::span<const Route> routes() const override { return kRoutes; }

  KeyKind key_kind() const override { return KeyKind::kBearer; }
  TokenUse token_use() const override { return TokenUse::kNone; }
  std::vector<std::string> field_names() const override {
    return capa::Fields().Names();
  }

  std::unique_ptr<const ContractPolicy> MakePolicy(
      const admin::v1::PartnerPolicy& policy) const override {
    return capa::MakePolicy(policy);
  }

  void Authenticate(ExchangePtr exchange, Authenticated done) const override {
    AuthenticateByApiKey(std::move(exchange), kKeyHeaders, std::move(done));
  }

  void Handle(ExchangePtr exchange, const json::Document* body,
              Answer answer) const override {
    FieldErrors errors;
    user::v1::CreateUserRequest request;
    exchange->unknown_members =
        capa::ReadCreate(*body, PolicyOf(*exchange), request, errors);
    CreateOrGet(exchange, std::move(request), std::move(errors), capa::Fields(),
                [exchange, answer = std::move(answer)](
                    absl::StatusOr<CreatedOrGot> result) mutable {
                  if (!result.ok()) return answer(result.status());
                  exchange->replayed = !result->created;
                  answer(capa::CreatedAnswer(result->user));
                });
  }

  http::HttpResponse RenderError(const Exchange&,
                                 const absl::Status& error) const override {
    return capa::ErrorAnswer(error);
  }

  http::HttpResponse RenderRefusal(const Exchange& exchange,
                                   EdgeRefusal refusal,
                                   std::string_view) const override {
    return capa::RefusalAnswer(refusal, exchange.auth_failure);
  }
};

}  // namespace

std::unique_ptr<Contract> MakeCapa() { return std::make_unique<Capa>(); }

}  // namespace rollbook::gateway

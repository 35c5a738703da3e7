#include "gateway/contracts/wealthyhood/wealthyhood.h"

#include <array>
#include <utility>

#include "gateway/auth/token_authenticator.h"
#include "gateway/contracts/wealthyhood/create_user.h"
#include "gateway/contracts/wealthyhood/errors.h"
#include "gateway/contracts/wealthyhood/policy.h"

namespace rollbook::gateway {
namespace {

constexpr auto kRoutes = std::to_array<Route>({
    {0, "POST", "/users", true},
});

class Wealthyhood final : public Contract {
 public:
  std::string_view name() const override { return "wealthyhood"; }
  std::span<const Route> routes() const override { return kRoutes; }

  KeyKind key_kind() const override { return KeyKind::kNone; }
  TokenUse token_use() const override { return TokenUse::kRequired; }
  std::vector<std::string> field_names() const override {
    std::vector<std::string> names = wealthyhood::Fields().Names();
    names.emplace_back(wealthyhood::kAddress);
    names.emplace_back(wealthyhood::kTaxResidency);
    return names;
  }

  std::unique_ptr<const ContractPolicy> MakePolicy(
      const admin::v1::PartnerPolicy& policy) const override {
    return wealthyhood::MakePolicy(policy);
  }

  void Authenticate(ExchangePtr exchange, Authenticated done) const override {
    AuthenticateByToken(std::move(exchange), std::move(done));
  }

  void Handle(ExchangePtr exchange, const json::Document* body,
              Answer answer) const override {
    wealthyhood::CreateUser(std::move(exchange), *body, std::move(answer));
  }

  http::HttpResponse RenderError(const Exchange& exchange,
                                 const absl::Status& error) const override {
    const auto* const policy = exchange.credential
                                   ? static_cast<const wealthyhood::Policy*>(
                                         exchange.credential->policy.get())
                                   : nullptr;
    return wealthyhood::ErrorAnswer(error, exchange.auth_failure,
                                    policy ? policy->rules.min_age() : 0);
  }

  http::HttpResponse RenderRefusal(const Exchange& exchange,
                                   EdgeRefusal refusal,
                                   std::string_view) const override {
    return wealthyhood::RefusalAnswer(refusal, exchange.auth_failure);
  }
};

}  // namespace

std::unique_ptr<Contract> MakeWealthyhood() {
  return std::make_unique<Wealthyhood>();
}

}  // namespace rollbook::gateway

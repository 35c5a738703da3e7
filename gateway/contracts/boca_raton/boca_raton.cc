#include "gateway/contracts/boca_raton/boca_raton.h"

#include <array>
#include <optional>
#include <utility>

#include "gateway/auth/hmac_authenticator.h"
#include "gateway/contracts/boca_raton/errors.h"
#include "gateway/contracts/boca_raton/fields.h"
#include "gateway/contracts/boca_raton/policy.h"
#include "gateway/contracts/boca_raton/users.h"

namespace rollbook::gateway {
namespace {

enum RouteId { kCreate, kPatch, kGet };

constexpr auto kRoutes = std::to_array<Route>({
    {kCreate, "POST", "/v1/users", true},
    {kPatch, "PATCH", "/v1/users/{externalId}", true},
    {kGet, "GET", "/v1/users/{externalId}", false},
});

class BocaRaton final : public Contract {
 public:
  std::string_view name() const override { return "boca-raton"; }
  std::span<const Route> routes() const override { return kRoutes; }

  KeyKind key_kind() const override { return KeyKind::kHmac; }
  TokenUse token_use() const override { return TokenUse::kNone; }
  std::vector<std::string> field_names() const override {
    return boca_raton::Fields().Names();
  }

  std::unique_ptr<const ContractPolicy> MakePolicy(
      const admin::v1::PartnerPolicy& policy) const override {
    return boca_raton::MakePolicy(policy);
  }

  void Authenticate(ExchangePtr exchange, Authenticated done) const override {
    AuthenticateByHmac(std::move(exchange), std::move(done));
  }

  void Handle(ExchangePtr exchange, const json::Document* body,
              Answer answer) const override {
    switch (static_cast<RouteId>(exchange->route->id)) {
      case kCreate:
        return boca_raton::CreateUser(std::move(exchange), *body,
                                      std::move(answer));
      case kPatch:
        return boca_raton::PatchUser(std::move(exchange), *body,
                                     std::move(answer));
      case kGet:
        return boca_raton::GetUser(std::move(exchange), std::move(answer));
    }
  }

  http::HttpResponse RenderError(const Exchange& exchange,
                                 const absl::Status& error) const override {
    const auto* const policy = exchange.credential
                                   ? static_cast<const boca_raton::Policy*>(
                                         exchange.credential->policy.get())
                                   : nullptr;
    return boca_raton::ErrorAnswer(
        error, exchange.answer_id(),
        policy ? policy->rules.min_age() : boca_raton::kMinAge);
  }

  http::HttpResponse RenderRefusal(const Exchange& exchange,
                                   EdgeRefusal refusal,
                                   std::string_view detail) const override {
    return boca_raton::RefusalAnswer(refusal, exchange.answer_id(), detail);
  }
};

}  // namespace

std::unique_ptr<Contract> MakeBocaRaton() {
  return std::make_unique<BocaRaton>();
}

}  // namespace rollbook::gateway

#include "gateway/contracts/smartphonekey/smartphonekey.h"

#include <array>
#include <utility>

#include "gateway/contracts/smartphonekey/authentication.h"
#include "gateway/contracts/smartphonekey/errors.h"
#include "gateway/contracts/smartphonekey/policy.h"
#include "gateway/contracts/smartphonekey/users.h"

namespace rollbook::gateway {
namespace {

enum RouteId { kCreate, kUpdatePhoneNumber, kProfile };

constexpr auto kRoutes = std::to_array<Route>({
    {kCreate, "POST", "/users/{id}/CreateUser", true},
    {kUpdatePhoneNumber, "POST", "/users/{id}/UpdatePhoneNumber", true},
    {kProfile, "GET", "/users/{id}/profile", false},
});

// A client that could name its organization or user could name another's.
constexpr std::string_view kForbiddenHeaders[] = {"X-Org-Id", "X-User-Id"};

class SmartphoneKey final : public Contract {
 public:
  std::string_view name() const override { return "smartphonekey"; }
  std::span<const Route> routes() const override { return kRoutes; }

  KeyKind key_kind() const override { return KeyKind::kBearer; }
  TokenUse token_use() const override { return TokenUse::kOptional; }
  std::vector<std::string> field_names() const override {
    return smartphonekey::Fields().Names();
  }

  std::unique_ptr<const ContractPolicy> MakePolicy(
      const admin::v1::PartnerPolicy& policy) const override {
    return smartphonekey::MakePolicy(policy);
  }

  void Authenticate(ExchangePtr exchange, Authenticated done) const override {
    smartphonekey::Authenticate(std::move(exchange), std::move(done));
  }

  std::span<const std::string_view> forbidden_headers() const override {
    return kForbiddenHeaders;
  }

  void Handle(ExchangePtr exchange, const json::Document* body,
              Answer answer) const override {
    switch (static_cast<RouteId>(exchange->route->id)) {
      case kCreate:
        return smartphonekey::CreateUser(std::move(exchange), *body,
                                         std::move(answer));
      case kUpdatePhoneNumber:
        return smartphonekey::UpdatePhoneNumber(std::move(exchange), *body,
                                                std::move(answer));
      case kProfile:
        return smartphonekey::GetProfile(std::move(exchange),
                                         std::move(answer));
    }
  }

  http::HttpResponse RenderError(const Exchange& exchange,
                                 const absl::Status& error) const override {
    return smartphonekey::ErrorAnswer(error, exchange.auth_failure);
  }

  http::HttpResponse RenderRefusal(const Exchange& exchange,
                                   EdgeRefusal refusal,
                                   std::string_view detail) const override {
    return smartphonekey::RefusalAnswer(refusal, exchange.auth_failure, detail);
  }
};

}  // namespace

std::unique_ptr<Contract> MakeSmartphoneKey() {
  return std::make_unique<SmartphoneKey>();
}

}  // namespace rollbook::gateway

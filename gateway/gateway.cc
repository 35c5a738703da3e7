#include "gateway/gateway.h"

#include <utility>

#include "base/status_macros.h"
#include "gateway/auth/jwt/jwt_verifier.h"
#include "gateway/contract_registry.h"
#include "gateway/credentials.h"
#include "gateway/exchange.h"
#include "gateway/gateway_handler.h"
#include "gateway/reference/reference_handler.h"
#include "gateway/reload_log.h"

namespace rollbook::gateway {
namespace {

using TokensPtr = std::unique_ptr<jwt::JwtVerifier>;

// Null when tokens are not configured.
absl::StatusOr<TokensPtr> MakeTokens(const GatewayOptions& options) {
  if (options.jwt_issuers_file.empty()) return TokensPtr();
  return jwt::JwtVerifier::Create({.issuers_file = options.jwt_issuers_file,
                                   .fetch = jwt::FetchOverHttp(),
                                   .clock = options.clock});
}

class ServingGateway final : public Gateway {
 public:
  ServingGateway(const GatewayOptions& options, Contracts contracts,
                 TokensPtr tokens, UserBackend& backend)
      : contracts_(std::move(contracts)),
        credentials_(backend, *options.clock,
                     [this](const v1::Credential& credential)
                         -> std::unique_ptr<const ContractPolicy> {
                       const Contract* contract =
                           FindContract(contracts_, credential.contract());
                       if (contract == nullptr) return nullptr;
                       return contract->MakePolicy(credential.policy());
                     }),
        watch_(backend.WatchCredentials(credentials_)),
        tokens_(std::move(tokens)),
        limits_(*options.clock, *options.random),
        failures_(options.failed_auth_rate, *options.clock, *options.random),
        environment_{&backend,      &credentials_, options.clock,
                     tokens_.get(), &limits_,      &failures_},
        handler_(environment_, contracts_, *options.random, options.observer),
        reference_(contracts_, handler_, *options.clock, options.observer) {}

  // The server goes last of what answers, because late answers go to it, and
  // before the handler, which it calls.
  ~ServingGateway() override {
    if (server_ != nullptr) server_->Drain(absl::ZeroDuration());
    handler_.WaitUntilIdle();
    server_.reset();
  }

  absl::Status Listen(const http::HttpServerOptions& options) {
    ASSIGN_OR_RETURN(server_, http::HttpServer::Start(options, reference_));
    return absl::OkStatus();
  }

  uint16_t port() const override { return server_->port(); }
  absl::Status Reload() override {
    absl::Status tls = LogReload("certificates", server_->ReloadTls());
    if (tokens_ == nullptr) return tls;
    const absl::Status tokens = LogReload("issuers", tokens_->Reload());
    return tls.ok() ? tokens : tls;
  }
  void Drain(absl::Duration timeout) override { server_->Drain(timeout); }

 private:
  const Contracts contracts_;
  Credentials credentials_;
  const std::unique_ptr<UserBackend::Watch> watch_;
  const TokensPtr tokens_;
  PartnerLimits limits_;
  FailureLimiter failures_;
  const Environment environment_;
  GatewayHandler handler_;
  ReferenceHandler reference_;
  std::unique_ptr<http::HttpServer> server_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Gateway>> StartGateway(
    const GatewayOptions& options, UserBackend& backend) {
  ASSIGN_OR_RETURN(Contracts contracts, MakeContracts(options.contracts));
  ASSIGN_OR_RETURN(TokensPtr tokens, MakeTokens(options));
  auto gateway = std::make_unique<ServingGateway>(options, std::move(contracts),
                                                  std::move(tokens), backend);
  RETURN_IF_ERROR(gateway->Listen(options.http));
  return gateway;
}

}  // namespace rollbook::gateway

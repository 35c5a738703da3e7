#include "gateway/auth/token_authenticator.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "base/ascii.h"
#include "base/error.h"
#include "gateway/auth/edge_context.h"
#include "gateway/auth/token_verifier.h"
#include "gateway/contract.h"
#include "gateway/credentials.h"

namespace rollbook::gateway {
namespace {

constexpr std::string_view kHeader = "Authorization";
constexpr std::string_view kScheme = "bearer";

using Done = absl::AnyInvocable<void(absl::Status)>;

// RFC 6750 section 2.1: the scheme, spaces, the token; nullopt for anything
// else.
std::optional<std::string_view> TokenIn(std::string_view header) {
  const size_t space = header.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  if (!base::EqualsIgnoringCase(header.substr(0, space), kScheme)) {
    return std::nullopt;
  }
  const size_t start = header.find_first_not_of(' ', space);
  if (start == std::string_view::npos) return std::nullopt;
  return header.substr(start);
}

absl::Status Unauthenticated(Exchange& exchange, std::string_view why) {
  exchange.auth_failure = why;
  return base::Error(base::Reason::kUnauthenticated);
}

absl::Status Judge(Exchange& exchange, const TokenVerdict& verdict) {
  exchange.auth_failure = verdict.failure;
  switch (verdict.outcome) {
    case TokenVerdict::Outcome::kVerified:
      exchange.token = verdict.token;
      return absl::OkStatus();
    case TokenVerdict::Outcome::kRefused:
      return base::Error(base::Reason::kUnauthenticated);
    case TokenVerdict::Outcome::kKeysUnavailable:
      return base::Error(base::Reason::kBackendUnavailable);
  }
  return base::Error(base::Reason::kInternal);
}

// Hands the request's only token to the verifier.
template <typename Then>
void VerifyToken(ExchangePtr exchange, Done done, Then then) {
  const http::Headers& headers = exchange->request.headers;
  const auto header = headers.Find(kHeader);
  if (!header) return done(Unauthenticated(*exchange, "missing_token"));
  // Two of a kind are read differently by different readers.
  if (headers.Count(kHeader) > 1) {
    return done(Unauthenticated(*exchange, "duplicate_header"));
  }
  const auto token = TokenIn(*header);
  if (!token) return done(Unauthenticated(*exchange, "not_bearer"));
  TokenVerifier* const verifier = exchange->environment.tokens;
  if (verifier == nullptr) {
    return done(Unauthenticated(*exchange, "no_issuer"));
  }
  const std::string_view contract = exchange->contract->name();
  verifier->Verify(
      std::string(*token), contract,
      [exchange = std::move(exchange), done = std::move(done),
       then = std::move(then)](const TokenVerdict& verdict) mutable {
        const absl::Status judged = Judge(*exchange, verdict);
        if (!judged.ok()) return done(judged);
        then(std::move(exchange), verdict.has_scopes, std::move(done));
      });
}

// Why the credential of a good token does not authenticate; empty when it
// does.
std::string_view JudgeCredential(const Exchange& exchange) {
  const Credential* const credential = exchange.credential.get();
  if (credential == nullptr) return "unknown_client";
  if (credential->record.contract() != exchange.contract->name()) {
    return "wrong_contract";
  }
  if (!credential->IsActive(exchange.environment.clock->Now())) {
    return "inactive_client";
  }
  if (!credential->PartnerIsActive()) return "suspended_partner";
  return {};
}

absl::Status Conclude(Exchange& exchange, bool has_scopes,
                      absl::StatusOr<CredentialPtr> credential) {
  if (absl::IsUnauthenticated(credential.status()) ||
      absl::IsPermissionDenied(credential.status())) {
    // It is the gateway that the backend does not know, not the partner.
    return base::Error(base::Reason::kInternal);
  }
  if (!credential.ok()) return credential.status();
  exchange.credential = *std::move(credential);
  exchange.auth_failure = JudgeCredential(exchange);
  if (!exchange.auth_failure.empty()) {
    return base::Error(base::Reason::kUnauthenticated);
  }
  if (!has_scopes) {
    exchange.auth_failure = "missing_scope";
    return base::Error(base::Reason::kPermissionDenied);
  }
  FillInEdge(exchange);
  return absl::OkStatus();
}

void ResolveClient(ExchangePtr exchange, bool has_scopes, Done done) {
  const TokenPtr token = exchange->token;
  Credentials& credentials = *exchange->environment.credentials;
  const absl::Time deadline = exchange->deadline;
  exchange->key_hash =
      Credentials::HashOfClient(token->issuer, token->client_id);
  credentials.ResolveClient(
      token->issuer, token->client_id, deadline,
      [exchange = std::move(exchange), has_scopes, done = std::move(done)](
          absl::StatusOr<CredentialPtr> credential) mutable {
        done(Conclude(*exchange, has_scopes, std::move(credential)));
      });
}

void ComparePartner(ExchangePtr exchange, bool has_scopes, Done done) {
  const v1::Credential& record = exchange->credential->record;
  if (exchange->token->issuer != record.jwt_issuer() ||
      exchange->token->client_id != record.jwt_client_id()) {
    return done(Unauthenticated(*exchange, "token_of_another_partner"));
  }
  if (!has_scopes) {
    exchange->auth_failure = "missing_scope";
    return done(base::Error(base::Reason::kPermissionDenied));
  }
  done(absl::OkStatus());
}

}  // namespace

void AuthenticateByToken(ExchangePtr exchange, Done done) {
  VerifyToken(std::move(exchange), std::move(done), ResolveClient);
}

void CheckTokenBesideKey(ExchangePtr exchange, Done done) {
  if (exchange->credential->record.jwt_issuer().empty() ||
      !exchange->request.headers.Find(kHeader)) {
    return done(absl::OkStatus());
  }
  VerifyToken(std::move(exchange), std::move(done), ComparePartner);
}

}  // namespace rollbook::gateway

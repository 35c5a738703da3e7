#include "gateway/auth/jwt/claim_checks.h"

#include <algorithm>
#include <string>

namespace rollbook::gateway::jwt {
namespace {

// How Auth0 marks tokens that no user stands behind.
constexpr std::string_view kServiceGrant = "client-credentials";
constexpr std::string_view kServiceSubject = "@clients";

const std::string& ClientOf(const TokenParts& parts) {
  const std::string& authorized = parts.TextOf("azp");
  return authorized.empty() ? parts.TextOf("client_id") : authorized;
}

template <typename List, typename Item>
bool Contains(const List& list, const Item& item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

}  // namespace

std::string_view Validity::Check(absl::Time now) const {
  // "On or after" exp a token must not be accepted (RFC 7519 section 4.1.4).
  if (now >= expires + kLeeway) return "expired";
  if (now < not_before - kLeeway) return "not_yet_valid";
  return {};
}

std::string_view CheckClaims(const TokenParts& parts, const Issuer& issuer) {
  const auto algorithm = ParseAlgorithm(parts.algorithm);
  if (!algorithm || !Contains(issuer.algorithms, *algorithm)) {
    return "wrong_algorithm";
  }
  if (parts.issuer != issuer.issuer) return "wrong_issuer";
  if (!Contains(parts.audiences, issuer.audience)) return "wrong_audience";
  if (!parts.expires) return "missing_expiry";
  if (ClientOf(parts).empty()) return "missing_client";
  return {};
}

Validity ValidityOf(const TokenParts& parts) {
  return {parts.expires.value_or(absl::InfinitePast()),
          parts.not_before.value_or(absl::InfinitePast())};
}

VerifiedToken MeaningOf(const TokenParts& parts, const Issuer& issuer) {
  const std::string& subject = parts.TextOf("sub");
  return {.issuer = parts.issuer,
          .client_id = ClientOf(parts),
          .subject = subject,
          .user_id = parts.TextOf(issuer.user_id_claim),
          .is_service = parts.TextOf("gty") == kServiceGrant ||
                        std::string_view(subject).ends_with(kServiceSubject),
          .scopes = parts.scopes};
}

bool HasRequiredScopes(const VerifiedToken& token, const Issuer& issuer,
                       std::string_view contract) {
  const auto required = issuer.required_scopes.find(contract);
  if (required == issuer.required_scopes.end()) return true;
  return std::all_of(required->second.begin(), required->second.end(),
                     [&](const std::string& scope) {
                       return std::binary_search(token.scopes.begin(),
                                                 token.scopes.end(), scope);
                     });
}

}  // namespace rollbook::gateway::jwt

#include "gateway/auth/hmac_authenticator.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "base/bytes.h"
#include "base/error.h"
#include "gateway/auth/edge_context.h"
#include "gateway/auth/request_signature.h"
#include "gateway/auth/rfc3339.h"
#include "gateway/contract.h"
#include "gateway/credentials.h"

namespace rollbook::gateway {
namespace {

constexpr std::string_view kKeyHeader = "X-Api-Key";
constexpr std::string_view kTimestampHeader = "X-Request-Timestamp";
constexpr std::string_view kSignatureHeader = "X-Request-Signature";

// What the headers say, before anybody believes it.
struct Claim {
  base::Hash256 key_hash;
  absl::Time timestamp;
  base::Hash256 signature;
};

SignedRequest SignedPartOf(const Exchange& exchange) {
  const http::HttpRequest& request = exchange.request;
  return {request.method, request.target,
          request.headers.Find(kTimestampHeader).value_or(""), request.body};
}

// Fills in `claim`; returns what is wrong, empty when nothing is.
std::string_view ReadClaim(const Exchange& exchange, Claim& claim) {
  const http::Headers& headers = exchange.request.headers;
  for (const std::string_view name :
       {kKeyHeader, kTimestampHeader, kSignatureHeader}) {
    // Two of a kind are read differently by different readers.
    if (headers.Count(name) > 1) return "duplicate_header";
  }
  const auto key = headers.Find(kKeyHeader);
  if (!key || key->empty()) return "missing_key";
  const auto stamp = headers.Find(kTimestampHeader);
  if (!stamp) return "missing_timestamp";
  const auto timestamp = ParseRfc3339(*stamp);
  if (!timestamp) return "malformed_timestamp";
  const auto hex = headers.Find(kSignatureHeader);
  if (!hex) return "missing_signature";
  const auto signature = ParseSignature(*hex);
  if (!signature) return "malformed_signature";
  if (!TimestampPasses(*timestamp, exchange.environment.clock->Now())) {
    return "stale_timestamp";
  }
  claim = {base::Sha256({*key}), *timestamp, *signature};
  return {};
}

// Whether one of the secrets made this signature. All of them are computed.
bool Verify(const Credential& credential, const Exchange& exchange,
            const Claim& claim, absl::Time now) {
  bool matched = false;
  for (const HmacSecret& secret : credential.secrets) {
    const base::Hash256 mac = SignatureOf(secret.mac, SignedPartOf(exchange));
    const bool equal = base::ConstantTimeEqual(base::AsText(mac),
                                               base::AsText(claim.signature));
    matched |= equal && now < secret.expires;
  }
  return matched;
}

// The MAC that a request costs where there is no secret to compute it with.
void ComputeInVain(const Exchange& exchange, const Claim& claim) {
  static const base::HmacSha256& kDummy =
      *new base::HmacSha256("no partner has this secret");
  const base::Hash256 mac = SignatureOf(kDummy, SignedPartOf(exchange));
  static_cast<void>(base::ConstantTimeEqual(base::AsText(mac),
                                            base::AsText(claim.signature)));
}

// Returns why the credential does not authenticate the request; empty when it
// does.
std::string_view Judge(const Exchange& exchange, const Claim& claim) {
  const Credential* const credential = exchange.credential.get();
  if (credential == nullptr || credential->secrets.empty()) {
    ComputeInVain(exchange, claim);
    return credential == nullptr ? "unknown_key" : "no_secret";
  }
  const absl::Time now = exchange.environment.clock->Now();
  const bool verified = Verify(*credential, exchange, claim, now);
  if (credential->record.contract() != exchange.contract->name()) {
    return "wrong_contract";
  }
  if (!verified) return "wrong_signature";
  if (!credential->IsActive(now)) return "inactive_key";
  if (!credential->PartnerIsActive()) return "suspended_partner";
  return {};
}

void AddSignature(Exchange& exchange, const Claim& claim) {
  user::v1::EdgeContext& edge = exchange.edge;
  edge.set_signature(std::string(base::AsText(claim.signature)));
  edge.mutable_signature_expires()->set_seconds(
      absl::ToUnixSeconds(TimestampExpires(claim.timestamp)));
}

absl::Status Conclude(Exchange& exchange, const Claim& claim,
                      absl::StatusOr<CredentialPtr> credential) {
  if (absl::IsUnauthenticated(credential.status()) ||
      absl::IsPermissionDenied(credential.status())) {
    // It is the gateway that the backend does not know, not the partner.
    return base::Error(base::Reason::kInternal);
  }
  if (!credential.ok()) return credential.status();
  exchange.credential = *std::move(credential);
  exchange.auth_failure = Judge(exchange, claim);
  if (!exchange.auth_failure.empty()) {
    return base::Error(base::Reason::kUnauthenticated);
  }
  FillInEdge(exchange);
  AddSignature(exchange, claim);
  return absl::OkStatus();
}

}  // namespace

void AuthenticateByHmac(ExchangePtr exchange,
                        absl::AnyInvocable<void(absl::Status)> done) {
  Claim claim;
  exchange->auth_failure = ReadClaim(*exchange, claim);
  if (!exchange->auth_failure.empty()) {
    done(base::Error(base::Reason::kUnauthenticated));
    return;
  }
  exchange->key_hash = claim.key_hash;
  Credentials& credentials = *exchange->environment.credentials;
  const absl::Time deadline = exchange->deadline;
  credentials.Resolve(
      claim.key_hash, deadline,
      [exchange = std::move(exchange), claim, done = std::move(done)](
          absl::StatusOr<CredentialPtr> credential) mutable {
        done(Conclude(*exchange, claim, std::move(credential)));
      });
}

}  // namespace rollbook::gateway

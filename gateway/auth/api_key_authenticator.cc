#include "gateway/auth/api_key_authenticator.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/status/statusor.h"
#include "base/error.h"
#include "gateway/auth/edge_context.h"
#include "gateway/contract.h"
#include "gateway/credentials.h"

namespace rollbook::gateway {
namespace {

constexpr std::string_view kPrefix = "rbk_";
constexpr size_t kMaxKeyBytes = 128;

bool IsLetterOrDigit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
         (c >= 'A' && c <= 'Z');
}

// Fills in `key`; returns what is wrong, empty when nothing is.
std::string_view ReadKey(const http::Headers& headers,
                         std::span<const std::string_view> names,
                         std::string_view& key) {
  for (const std::string_view name : names) {
    // Two of a kind are read differently by different readers.
    if (headers.Count(name) > 1) return "duplicate_header";
    const std::string_view value = headers.Find(name).value_or("");
    if (value.empty()) continue;
    if (!key.empty() && value != key) return "differing_keys";
    key = value;
  }
  if (key.empty()) return kMissingKey;
  if (!IsApiKeyForm(key)) return kMalformedKey;
  return {};
}

absl::Status Conclude(Exchange& exchange, absl::StatusOr<CredentialPtr> found) {
  if (absl::IsUnauthenticated(found.status()) ||
      absl::IsPermissionDenied(found.status())) {
    // It is the gateway that the backend does not know, not the partner.
    return base::Error(base::Reason::kInternal);
  }
  if (!found.ok()) return found.status();
  exchange.credential = *std::move(found);
  const Credential* const credential = exchange.credential.get();
  if (credential == nullptr) {
    exchange.auth_failure = "unknown_key";
  } else if (credential->record.contract() != exchange.contract->name()) {
    exchange.auth_failure = "wrong_contract";
  } else if (!credential->IsActive(exchange.environment.clock->Now())) {
    exchange.auth_failure = "inactive_key";
  }
  if (!exchange.auth_failure.empty()) {
    return base::Error(base::Reason::kUnauthenticated);
  }
  if (!credential->PartnerIsActive()) {
    exchange.auth_failure = "suspended_partner";
    return base::Error(base::Reason::kPartnerSuspended);
  }
  FillInEdge(exchange);
  return absl::OkStatus();
}

}  // namespace

bool IsApiKeyForm(std::string_view key) {
  return key.size() > kPrefix.size() && key.size() <= kMaxKeyBytes &&
         key.starts_with(kPrefix) &&
         std::all_of(key.begin() + kPrefix.size(), key.end(), IsLetterOrDigit);
}

void AuthenticateByApiKey(ExchangePtr exchange,
                          std::span<const std::string_view> names,
                          absl::AnyInvocable<void(absl::Status)> done) {
  std::string_view key;
  exchange->auth_failure = ReadKey(exchange->request.headers, names, key);
  if (!exchange->auth_failure.empty()) {
    done(base::Error(base::Reason::kUnauthenticated));
    return;
  }
  exchange->key_hash = base::Sha256({key});
  Credentials& credentials = *exchange->environment.credentials;
  const base::Hash256 key_hash = exchange->key_hash;
  const absl::Time deadline = exchange->deadline;
  credentials.Resolve(key_hash, deadline,
                      [exchange = std::move(exchange), done = std::move(done)](
                          absl::StatusOr<CredentialPtr> credential) mutable {
                        done(Conclude(*exchange, std::move(credential)));
                      });
}

}  // namespace rollbook::gateway

#include "gateway/auth/jwt/jwt_verifier.h"

#include <optional>
#include <utility>
#include <vector>

#include "base/crypto/hash.h"
#include "base/log.h"
#include "base/status_macros.h"
#include "gateway/auth/jwt/issuers_file.h"
#include "gateway/auth/jwt/token_parts.h"
#include "gateway/http/fetch.h"

namespace rollbook::gateway::jwt {
namespace {

using Outcome = TokenVerdict::Outcome;

TokenVerdict Refused(std::string_view failure) {
  return {.outcome = Outcome::kRefused, .failure = failure, .token = nullptr};
}

std::string_view FailureOf(JwkSet::Result result) {
  switch (result) {
    case JwkSet::Result::kGood:
      return {};
    case JwkSet::Result::kUnknownKey:
      return "unknown_key_id";
    case JwkSet::Result::kWrongKeyType:
      return "wrong_key_type";
    case JwkSet::Result::kBadSignature:
      return "bad_token_signature";
  }
  return "bad_token_signature";
}

}  // namespace

FetchText FetchOverHttp() {
  return [](const std::string& text,
            const std::atomic<bool>& cancelled) -> absl::StatusOr<std::string> {
    const auto url = http::ParseUrl(text);
    if (!url) return absl::InvalidArgumentError("not an URL");
    http::FetchOptions options;
    options.cancelled = &cancelled;
    return http::Fetch(*url, options);
  };
}

// One token on its way to its verdict.
struct JwtVerifier::Attempt {
  std::string token;
  base::Hash256 hash;
  std::string contract;
  Done done;
};

absl::StatusOr<std::unique_ptr<JwtVerifier>> JwtVerifier::Create(
    JwtVerifierOptions options) {
  auto verifier =
      std::unique_ptr<JwtVerifier>(new JwtVerifier(std::move(options)));
  RETURN_IF_ERROR(verifier->Reload());
  return verifier;
}

JwtVerifier::JwtVerifier(JwtVerifierOptions options)
    : options_(std::move(options)),
      issuers_(std::make_shared<const Issuers>()) {}

JwtVerifier::~JwtVerifier() {
  for (const auto& [name, issuer] : *issuers()) issuer.keys->Stop();
}

std::shared_ptr<const JwtVerifier::Issuers> JwtVerifier::issuers() const {
  base::MutexLock lock(mutex_);
  return issuers_;
}

absl::Status JwtVerifier::Reload() {
  ASSIGN_OR_RETURN(std::vector<Issuer> configured,
                   ReadIssuersFile(options_.issuers_file));
  const auto before = issuers();
  auto after = std::make_shared<Issuers>();
  for (Issuer& rules : configured) {
    std::string name = rules.issuer;
    auto accepted = Accept(std::move(rules), *before);
    if (!accepted.ok()) {
      for (const auto& [other, issuer] : *after) issuer.keys->Stop();
      return accepted.status();
    }
    after->emplace(std::move(name), *std::move(accepted));
  }
  // All fetches are under way by now, side by side.
  for (const auto& [name, issuer] : *after) issuer.keys->WaitForFirst();
  {
    base::MutexLock lock(mutex_);
    issuers_ = std::move(after);
  }
  for (const auto& [name, issuer] : *before) issuer.keys->Stop();
  return absl::OkStatus();
}

absl::StatusOr<JwtVerifier::Accepted> JwtVerifier::Accept(
    Issuer rules, const Issuers& before) const {
  if (rules.required_scopes.empty()) {
    base::Log(base::LogLevel::kWarning, "issuer_without_required_scopes",
              {{"issuer", rules.issuer}});
  }
  Accepted accepted;
  accepted.rules = std::make_shared<const Issuer>(std::move(rules));
  const Issuer& kept = *accepted.rules;
  if (!kept.jwks_file.empty()) {
    ASSIGN_OR_RETURN(accepted.keys, ReadKeyFile(kept.jwks_file));
    return accepted;
  }
  UrlKeysOptions options;
  options.issuer = kept.issuer;
  options.url = kept.jwks_url;
  options.fetch = options_.fetch;
  options.clock = options_.clock;
  const auto found = before.find(kept.issuer);
  if (found != before.end() && found->second.rules->jwks_url == kept.jwks_url) {
    options.first = found->second.keys->current();
  }
  accepted.keys = std::make_shared<UrlKeys>(std::move(options));
  return accepted;
}

void JwtVerifier::Verify(std::string token, std::string_view contract,
                         Done done) {
  if (token.size() > kMaxTokenBytes) return done(Refused("oversized_token"));
  const base::Hash256 hash = base::Sha256({token});
  Try({std::move(token), hash, std::string(contract), std::move(done)},
      /*may_look_again=*/true);
}

void JwtVerifier::Try(Attempt attempt, bool may_look_again) {
  if (const VerifiedEntryPtr entry = FindVerified(attempt)) {
    return Accept(std::move(attempt), *entry);
  }
  TokenParts parts;
  if (const auto wrong = ParseToken(attempt.token, parts); !wrong.empty()) {
    return attempt.done(Refused(wrong));
  }
  const auto known = issuers();
  const auto issuer = known->find(parts.issuer);
  if (issuer == known->end()) return attempt.done(Refused("unknown_issuer"));
  if (const auto wrong = CheckParts(parts, issuer->second); !wrong.empty()) {
    return attempt.done(Refused(wrong));
  }
  CheckSignature(std::move(attempt), parts, issuer->second, may_look_again);
}

VerifiedEntryPtr JwtVerifier::FindVerified(const Attempt& attempt) const {
  VerifiedEntryPtr entry = cache_.Find(attempt.hash);
  if (entry == nullptr) return nullptr;
  const auto known = issuers();
  const auto issuer = known->find(entry->token->issuer);
  if (issuer == known->end() || issuer->second.rules != entry->issuer ||
      issuer->second.keys->current() != entry->keys) {
    return nullptr;
  }
  return entry;
}

std::string_view JwtVerifier::CheckParts(const TokenParts& parts,
                                         const Accepted& issuer) const {
  if (const auto wrong = CheckClaims(parts, *issuer.rules); !wrong.empty()) {
    return wrong;
  }
  return ValidityOf(parts).Check(options_.clock->Now());
}

void JwtVerifier::CheckSignature(Attempt attempt, const TokenParts& parts,
                                 const Accepted& issuer, bool may_look_again) {
  const JwkSetPtr keys = issuer.keys->current();
  if (keys == nullptr) {
    return attempt.done({.outcome = Outcome::kKeysUnavailable,
                         .failure = "keys_unavailable",
                         .token = nullptr});
  }
  const JwkSet::Result result = keys->Verify(attempt.token, parts.key_id,
                                             *ParseAlgorithm(parts.algorithm));
  if (result == JwkSet::Result::kGood) {
    auto entry = std::make_shared<VerifiedEntry>();
    entry->token =
        std::make_shared<const VerifiedToken>(MeaningOf(parts, *issuer.rules));
    entry->validity = ValidityOf(parts);
    entry->issuer = issuer.rules;
    entry->keys = keys;
    cache_.Put(attempt.hash, entry);
    return Accept(std::move(attempt), *entry);
  }
  if (result == JwkSet::Result::kUnknownKey && may_look_again) {
    // Held by both sides: whether it will run is known only afterwards.
    auto waiting = std::make_shared<Attempt>(std::move(attempt));
    const bool looking = issuer.keys->LookAgain([this, waiting] {
      Try(std::move(*waiting), /*may_look_again=*/false);
    });
    if (looking) return;
    attempt = std::move(*waiting);
  }
  attempt.done(Refused(FailureOf(result)));
}

void JwtVerifier::Accept(Attempt attempt, const VerifiedEntry& entry) const {
  // A signature holds for ever, a token does not.
  const auto wrong = entry.validity.Check(options_.clock->Now());
  if (!wrong.empty()) return attempt.done(Refused(wrong));
  attempt.done({.outcome = Outcome::kVerified,
                .failure = "",
                .token = entry.token,
                .has_scopes = HasRequiredScopes(*entry.token, *entry.issuer,
                                                attempt.contract)});
}

}  // namespace rollbook::gateway::jwt

#ifndef ROLLBOOK_GATEWAY_AUTH_JWT_JWT_VERIFIER_H_
#define ROLLBOOK_GATEWAY_AUTH_JWT_JWT_VERIFIER_H_

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/clock.h"
#include "base/mutex.h"
#include "gateway/auth/jwt/issuer_keys.h"
#include "gateway/auth/jwt/verified_cache.h"
#include "gateway/auth/token_verifier.h"

namespace rollbook::gateway::jwt {

struct JwtVerifierOptions {
  std::string issuers_file;
  FetchText fetch;  // for keys behind URLs
  const base::Clock* clock = &base::SystemClock();
};

// Fetches over http (gateway/http/fetch.h).
FetchText FetchOverHttp();

// Verifies tokens by the rules of contract section 4, which are RFC 8725's:
// the algorithm is one of our list for the issuer and fits the key, the key is
// the issuer's by its "kid", and nothing else that the header says counts.
//
// Failures: "oversized_token", "malformed_token", "critical_header",
// "missing_key_id", "malformed_claims", "unknown_issuer", "wrong_algorithm",
// "wrong_audience", "missing_expiry", "missing_client", "expired",
// "not_yet_valid", "unknown_key_id", "wrong_key_type", "bad_token_signature",
// "keys_unavailable".
//
// A token with an unknown key waits while newer keys are fetched, where that
// may be done (UrlKeys). Callbacks run on the caller's thread or on that of
// the fetch.
class JwtVerifier final : public TokenVerifier {
 public:
  // Larger ones are not looked at. All header fields together have 16 KiB.
  static constexpr size_t kMaxTokenBytes = 8 << 10;

  // Reads the issuers file and the key files, and waits for the first answer
  // of the key URLs. An URL without an answer is no error, it is tried again.
  static absl::StatusOr<std::unique_ptr<JwtVerifier>> Create(
      JwtVerifierOptions options);
  ~JwtVerifier() override;

  // Reads all files anew and fetches from all URLs. On an error, which names
  // file, line and field, everything stays as it was. Not from two threads at
  // once.
  absl::Status Reload();

  void Verify(std::string token, std::string_view contract, Done done) override;

 private:
  // An issuer and its keys, as configured by one reading of the file.
  struct Accepted {
    std::shared_ptr<const Issuer> rules;
    std::shared_ptr<IssuerKeys> keys;
  };
  using Issuers = std::map<std::string, Accepted, std::less<>>;
  struct Attempt;

  explicit JwtVerifier(JwtVerifierOptions options);

  absl::StatusOr<Accepted> Accept(Issuer rules, const Issuers& before) const;
  std::shared_ptr<const Issuers> issuers() const;

  void Try(Attempt attempt, bool may_look_again);
  // Null when the token was not verified under what is in force now.
  VerifiedEntryPtr FindVerified(const Attempt& attempt) const;
  // Everything but the signature; empty when nothing is wrong.
  std::string_view CheckParts(const TokenParts& parts,
                              const Accepted& issuer) const;
  void CheckSignature(Attempt attempt, const TokenParts& parts,
                      const Accepted& issuer, bool may_look_again);
  void Accept(Attempt attempt, const VerifiedEntry& entry) const;

  const JwtVerifierOptions options_;
  mutable VerifiedCache cache_;
  mutable base::Mutex mutex_;
  std::shared_ptr<const Issuers> issuers_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace rollbook::gateway::jwt

#endif  // ROLLBOOK_GATEWAY_AUTH_JWT_JWT_VERIFIER_H_

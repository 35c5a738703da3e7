#ifndef ROLLBOOK_GATEWAY_EXCHANGE_H_
#define ROLLBOOK_GATEWAY_EXCHANGE_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "base/clock.h"
#include "base/crypto/hash.h"
#include "gateway/auth/verified_token.h"
#include "gateway/credential.h"
#include "gateway/http/message.h"
#include "gateway/limits/partner_limits.h"
#include "gateway/route.h"
#include "rollbook/user/v1/user_service.pb.h"

namespace rollbook::gateway {

class Contract;
class Credentials;
class FailureLimiter;
class TokenVerifier;
class UserBackend;

// What a contract works with. All of it outlives every exchange.
struct Environment {
  UserBackend* backend = nullptr;
  Credentials* credentials = nullptr;
  const base::Clock* clock = nullptr;
  // Null: no issuer is configured, and no token good.
  TokenVerifier* tokens = nullptr;
  // Null: no limits.
  PartnerLimits* limits = nullptr;
  FailureLimiter* failures = nullptr;
};

// One request on its way through the gateway, and what the stages found out
// about it. Held by whoever works on it; one stage at a time, so without a
// lock. Views point into `request`, which does not change.
struct Exchange {
  explicit Exchange(const Environment& e) : environment(e) {}

  const Environment& environment;
  http::HttpRequest request;
  std::string request_id;  // "req-" and a UUID, minted here
  absl::Time received;
  absl::Time deadline;  // of all calls of the backend

  // The router's: the contract that answers, and the route where there is one.
  const Contract* contract = nullptr;
  const Route* route = nullptr;
  std::vector<std::string_view> parameters;  // raw segments for {…}
  std::string allowed_methods;               // when the path has other methods

  // Authentication's. The credential is that of the key that was presented,
  // which on a failure proves nothing; only the log looks at it then.
  CredentialPtr credential;
  // What the credential is cached by.
  base::Hash256 key_hash{};
  // Null when no token was looked at.
  TokenPtr token;
  user::v1::EdgeContext edge;
  // Why it failed, for the log; an answer says no more of it than the
  // contract documents.
  std::string_view auth_failure;

  // Under the partner's limits; empty as long as nobody is authenticated.
  std::optional<Admission> admission;

  // The contract's.
  size_t unknown_members = 0;
  // This is a stored answer: it carries the first request's id.
  bool replayed = false;
  std::string first_request_id;

  // The id in the answer's body and in X-Request-Id.
  const std::string& answer_id() const {
    return first_request_id.empty() ? request_id : first_request_id;
  }
};

using ExchangePtr = std::shared_ptr<Exchange>;

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_EXCHANGE_H_

#include "gateway/contracts/smartphonekey/authentication.h"

#include <string_view>
#include <utility>

#include "base/error.h"
#include "base/ids.h"
#include "gateway/auth/api_key_authenticator.h"
#include "gateway/auth/token_authenticator.h"
#include "gateway/contracts/smartphonekey/request.h"

namespace rollbook::gateway::smartphonekey {
namespace {

constexpr std::string_view kKeyHeaders[] = {"X-API-Key"};

// Ids are UUIDs, compared without regard to case.
bool IsOwnId(const VerifiedToken& token, std::string_view path_segment) {
  const auto own = base::ParseUuid(token.user_id);
  return own.has_value() && own == ParseUserId(path_segment);
}

void AuthenticateByKey(ExchangePtr exchange, Contract::Authenticated done) {
  AuthenticateByApiKey(
      exchange, kKeyHeaders,
      [exchange, done = std::move(done)](absl::Status status) mutable {
        if (base::ReasonOf(status) == base::Reason::kPartnerSuspended) {
          // The contract has one answer to all keys that are no good.
          return done(base::Error(base::Reason::kUnauthenticated));
        }
        if (!status.ok()) return done(std::move(status));
        CheckTokenBesideKey(std::move(exchange), std::move(done));
      });
}

void AuthenticateByTokenAlone(ExchangePtr exchange,
                              Contract::Authenticated done) {
  AuthenticateByToken(exchange, [exchange, done = std::move(done)](
                                    absl::Status status) mutable {
    if (status.ok() && !exchange->token->is_service &&
        !IsOwnId(*exchange->token, exchange->parameters[0])) {
      exchange->auth_failure = "other_user";
      status = base::Error(base::Reason::kPermissionDenied);
    }
    done(std::move(status));
  });
}

}  // namespace

void Authenticate(ExchangePtr exchange, Contract::Authenticated done) {
  const http::Headers& headers = exchange->request.headers;
  const bool has_token = headers.Find("Authorization").has_value();
  if (headers.Find(kKeyHeaders[0]) || !has_token) {
    AuthenticateByKey(std::move(exchange), std::move(done));
  } else {
    AuthenticateByTokenAlone(std::move(exchange), std::move(done));
  }
}

}  // namespace rollbook::gateway::smartphonekey

#include "gateway/auth/bearer_challenge.h"

namespace rollbook::gateway {

std::string BearerChallenge(std::string_view realm,
                            std::string_view auth_failure) {
  std::string challenge = "Bearer realm=\"" + std::string(realm) + "\"";
  if (auth_failure == "missing_scope" || auth_failure == "other_user") {
    challenge += ", error=\"insufficient_scope\"";
  } else if (!auth_failure.starts_with("missing_")) {
    challenge += ", error=\"invalid_token\"";
  }
  return challenge;
}

}  // namespace rollbook::gateway

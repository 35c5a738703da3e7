#ifndef ROLLBOOK_GATEWAY_AUTH_JWT_TESTING_TEST_KEY_H_
#define ROLLBOOK_GATEWAY_AUTH_JWT_TESTING_TEST_KEY_H_

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "gateway/auth/jwt/algorithm.h"

struct evp_pkey_st;

namespace rollbook::gateway::jwt {

// A key pair of an issuer in a test. Signs with OpenSSL, so that what verifies
// is held against another implementation.
class TestKey {
 public:
  TestKey(std::string key_id, KeyKind kind, int rsa_bits = 2048);

  // The public half, as issuers publish it.
  nlohmann::json Jwk() const;

  // A JWS in compact form over exactly this header and payload. `algorithm`
  // is how it is signed, whatever the header says.
  std::string Sign(Algorithm algorithm, const std::string& header,
                   const std::string& payload) const;

  // The usual header around these claims.
  std::string Sign(Algorithm algorithm, const nlohmann::json& claims) const;

  // The public half in PEM: what the HS256 confusion takes for a secret.
  std::string Pem() const;

 private:
  std::string Signature(Algorithm algorithm, const std::string& input) const;

  const std::string key_id_;
  const KeyKind kind_;
  const std::shared_ptr<evp_pkey_st> key_;
};

// {"keys":[…]}
std::string KeySet(std::initializer_list<nlohmann::json> keys);

}  // namespace rollbook::gateway::jwt

#endif  // ROLLBOOK_GATEWAY_AUTH_JWT_TESTING_TEST_KEY_H_

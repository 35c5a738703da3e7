#include "gateway/auth/jwt/testing/test_key.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <cstdlib>
#include <utility>

#include "base/base64.h"
#include "base/bytes.h"

namespace rollbook::gateway::jwt {
namespace {

using Json = nlohmann::json;

void Check(bool ok) {
  if (!ok) std::abort();
}

const char* CurveOf(KeyKind kind) {
  switch (kind) {
    case KeyKind::kP256:
      return "P-256";
    case KeyKind::kP384:
      return "P-384";
    case KeyKind::kP521:
      return "P-521";
    case KeyKind::kEd25519:
      return "Ed25519";
    case KeyKind::kRsa:
      break;
  }
  return "";
}

// Of one coordinate, in bytes.
int SizeOf(KeyKind kind) {
  return kind == KeyKind::kP256 ? 32 : kind == KeyKind::kP384 ? 48 : 66;
}

EVP_PKEY* Generate(KeyKind kind, int rsa_bits) {
  if (kind == KeyKind::kRsa) {
    return EVP_RSA_gen(static_cast<unsigned>(rsa_bits));
  }
  if (kind == KeyKind::kEd25519) {
    return EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
  }
  return EVP_EC_gen(CurveOf(kind));
}

std::string Number(const EVP_PKEY* key, const char* name, int size) {
  BIGNUM* number = nullptr;
  Check(EVP_PKEY_get_bn_param(key, name, &number) == 1);
  std::string bytes(
      static_cast<size_t>(size == 0 ? BN_num_bytes(number) : size), '\0');
  BN_bn2binpad(number, reinterpret_cast<unsigned char*>(bytes.data()),
               static_cast<int>(bytes.size()));
  BN_free(number);
  return base::ToBase64Url(bytes);
}

std::string RawPublicKey(const EVP_PKEY* key) {
  std::string bytes(32, '\0');
  size_t size = bytes.size();
  Check(EVP_PKEY_get_raw_public_key(
            key, reinterpret_cast<unsigned char*>(bytes.data()), &size) == 1);
  return base::ToBase64Url(bytes);
}

const EVP_MD* HashFor(Algorithm algorithm) {
  if (algorithm == Algorithm::kEdDsa) return nullptr;
  const std::string_view name = NameOf(algorithm);
  if (name.ends_with("384")) return EVP_sha384();
  return name.ends_with("512") ? EVP_sha512() : EVP_sha256();
}

// The DER form's two numbers side by side (RFC 7518 section 3.4).
std::string PlainEcSignature(const std::string& der, int size) {
  const auto* bytes = base::AsBytes(der).data();
  ECDSA_SIG* const pair =
      d2i_ECDSA_SIG(nullptr, &bytes, static_cast<long>(der.size()));
  std::string plain(static_cast<size_t>(size) * 2, '\0');
  auto* out = reinterpret_cast<unsigned char*>(plain.data());
  BN_bn2binpad(ECDSA_SIG_get0_r(pair), out, size);
  BN_bn2binpad(ECDSA_SIG_get0_s(pair), out + size, size);
  ECDSA_SIG_free(pair);
  return plain;
}

}  // namespace

TestKey::TestKey(std::string key_id, KeyKind kind, int rsa_bits)
    : key_id_(std::move(key_id)),
      kind_(kind),
      key_(Generate(kind, rsa_bits), EVP_PKEY_free) {}

Json TestKey::Jwk() const {
  Json jwk = {{"kid", key_id_}, {"use", "sig"}};
  switch (kind_) {
    case KeyKind::kRsa:
      jwk["kty"] = "RSA";
      jwk["n"] = Number(key_.get(), OSSL_PKEY_PARAM_RSA_N, 0);
      jwk["e"] = Number(key_.get(), OSSL_PKEY_PARAM_RSA_E, 0);
      break;
    case KeyKind::kEd25519:
      jwk["kty"] = "OKP";
      jwk["crv"] = CurveOf(kind_);
      jwk["x"] = RawPublicKey(key_.get());
      break;
    default:
      jwk["kty"] = "EC";
      jwk["crv"] = CurveOf(kind_);
      jwk["x"] = Number(key_.get(), OSSL_PKEY_PARAM_EC_PUB_X, SizeOf(kind_));
      jwk["y"] = Number(key_.get(), OSSL_PKEY_PARAM_EC_PUB_Y, SizeOf(kind_));
  }
  return jwk;
}

std::string TestKey::Signature(Algorithm algorithm,
                               const std::string& input) const {
  EVP_MD_CTX* const ctx = EVP_MD_CTX_new();
  EVP_PKEY_CTX* key_ctx = nullptr;
  Check(EVP_DigestSignInit(ctx, &key_ctx, HashFor(algorithm), nullptr,
                           key_.get()) == 1);
  if (NameOf(algorithm).starts_with("PS")) {
    EVP_PKEY_CTX_set_rsa_padding(key_ctx, RSA_PKCS1_PSS_PADDING);
    EVP_PKEY_CTX_set_rsa_pss_saltlen(key_ctx, RSA_PSS_SALTLEN_DIGEST);
  }
  size_t size = 0;
  const auto bytes = base::AsBytes(input);
  Check(EVP_DigestSign(ctx, nullptr, &size, bytes.data(), bytes.size()) == 1);
  std::string signature(size, '\0');
  Check(EVP_DigestSign(ctx, reinterpret_cast<unsigned char*>(signature.data()),
                       &size, bytes.data(), bytes.size()) == 1);
  signature.resize(size);
  EVP_MD_CTX_free(ctx);
  if (kind_ == KeyKind::kRsa || kind_ == KeyKind::kEd25519) return signature;
  return PlainEcSignature(signature, SizeOf(kind_));
}

std::string TestKey::Sign(Algorithm algorithm, const std::string& header,
                          const std::string& payload) const {
  const std::string input =
      base::ToBase64Url(header) + "." + base::ToBase64Url(payload);
  return input + "." + base::ToBase64Url(Signature(algorithm, input));
}

std::string TestKey::Sign(Algorithm algorithm, const Json& claims) const {
  const Json header = {
      {"alg", NameOf(algorithm)}, {"typ", "JWT"}, {"kid", key_id_}};
  return Sign(algorithm, header.dump(), claims.dump());
}

std::string TestKey::Pem() const {
  BIO* const out = BIO_new(BIO_s_mem());
  PEM_write_bio_PUBKEY(out, key_.get());
  char* text = nullptr;
  const long size = BIO_get_mem_data(out, &text);
  std::string pem(text, static_cast<size_t>(size));
  BIO_free(out);
  return pem;
}

std::string KeySet(std::initializer_list<Json> keys) {
  return Json{{"keys", Json(std::vector<Json>(keys))}}.dump();
}

}  // namespace rollbook::gateway::jwt

#include "base/crypto/hash.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <string>

#include "base/bytes.h"
#include "base/crypto/openssl_digest.h"

namespace rollbook::base {
namespace {

struct FreeMacCtx {
  void operator()(EVP_MAC_CTX* ctx) const { EVP_MAC_CTX_free(ctx); }
};

}  // namespace

Hash256 Sha256(std::initializer_list<std::string_view> parts) {
  thread_local const MdCtx ctx(EVP_MD_CTX_new());
  Hash256 hash;
  CheckOpenSsl(EVP_DigestInit_ex2(ctx.get(), FetchedSha256(), nullptr) == 1);
  for (const std::string_view part : parts) {
    CheckOpenSsl(EVP_DigestUpdate(ctx.get(), part.data(), part.size()) == 1);
  }
  CheckOpenSsl(EVP_DigestFinal_ex(ctx.get(), hash.data(), nullptr) == 1);
  return hash;
}

// A context that holds the key, never used itself: every MAC works on a copy.
struct HmacSha256::Impl {
  std::unique_ptr<EVP_MAC_CTX, FreeMacCtx> keyed;
};

HmacSha256::HmacSha256(std::string_view key) : impl_(std::make_unique<Impl>()) {
  static EVP_MAC* const mac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  impl_->keyed.reset(EVP_MAC_CTX_new(mac));
  char digest[] = "SHA256";
  const OSSL_PARAM params[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
      OSSL_PARAM_construct_end()};
  // An empty key must still be a key: OpenSSL takes nullptr for "keep".
  const auto* bytes =
      reinterpret_cast<const unsigned char*>(key.empty() ? "" : key.data());
  CheckOpenSsl(EVP_MAC_init(impl_->keyed.get(), bytes, key.size(), params) ==
               1);
}

HmacSha256::~HmacSha256() = default;
HmacSha256::HmacSha256(HmacSha256&&) noexcept = default;
HmacSha256& HmacSha256::operator=(HmacSha256&&) noexcept = default;

Hash256 HmacSha256::Mac(std::initializer_list<std::string_view> parts) const {
  const std::unique_ptr<EVP_MAC_CTX, FreeMacCtx> ctx(
      EVP_MAC_CTX_dup(impl_->keyed.get()));
  CheckOpenSsl(ctx != nullptr);
  for (const std::string_view part : parts) {
    CheckOpenSsl(EVP_MAC_update(ctx.get(), AsBytes(part).data(), part.size()) ==
                 1);
  }
  Hash256 mac;
  size_t size = 0;
  CheckOpenSsl(EVP_MAC_final(ctx.get(), mac.data(), &size, mac.size()) == 1);
  return mac;
}

bool ConstantTimeEqual(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace rollbook::base

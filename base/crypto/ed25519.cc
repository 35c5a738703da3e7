#include "base/crypto/ed25519.h"

#include <openssl/evp.h>

#include <memory>

#include "base/bytes.h"

namespace rollbook::base {
namespace {

struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct FreeMdCtx {
  void operator()(EVP_MD_CTX* ctx) const { EVP_MD_CTX_free(ctx); }
};

}  // namespace

bool VerifyEd25519(std::string_view public_key, std::string_view message,
                   std::string_view signature) {
  const std::unique_ptr<EVP_PKEY, FreeKey> key(EVP_PKEY_new_raw_public_key(
      EVP_PKEY_ED25519, nullptr, AsBytes(public_key).data(),
      public_key.size()));
  const std::unique_ptr<EVP_MD_CTX, FreeMdCtx> ctx(EVP_MD_CTX_new());
  return key != nullptr && ctx != nullptr &&
         EVP_DigestVerifyInit(ctx.get(), nullptr, nullptr, nullptr,
                              key.get()) == 1 &&
         EVP_DigestVerify(ctx.get(), AsBytes(signature).data(),
                          signature.size(), AsBytes(message).data(),
                          message.size()) == 1;
}

}  // namespace rollbook::base

#include "base/crypto/ed25519.h"

#include <openssl/evp.h>

#include <cstddef>
#include <cstdlib>

#include "base/bytes.h"

namespace rollbook::base {
namespace {

void CheckOpenSsl(bool ok) {
  // These calls fail only when memory is gone or the library is broken.
  if (!ok) std::abort();
}

struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct FreeMdCtx {
  void operator()(EVP_MD_CTX* ctx) const { EVP_MD_CTX_free(ctx); }
};
using KeyHandle = std::unique_ptr<EVP_PKEY, FreeKey>;
using MdHandle = std::unique_ptr<EVP_MD_CTX, FreeMdCtx>;

}  // namespace

struct Ed25519Signer::Impl {
  KeyHandle key;
};

Ed25519Signer::Ed25519Signer(const Key256& seed)
    : impl_(std::make_unique<Impl>()) {
  impl_->key.reset(EVP_PKEY_new_raw_private_key(
      EVP_PKEY_ED25519, nullptr, seed.bytes().data(), seed.bytes().size()));
  CheckOpenSsl(impl_->key != nullptr);
  size_t size = public_key_.size();
  CheckOpenSsl(EVP_PKEY_get_raw_public_key(impl_->key.get(), public_key_.data(),
                                           &size) == 1);
}

Ed25519Signer::~Ed25519Signer() = default;
Ed25519Signer::Ed25519Signer(Ed25519Signer&&) noexcept = default;
Ed25519Signer& Ed25519Signer::operator=(Ed25519Signer&&) noexcept = default;

Ed25519Signature Ed25519Signer::Sign(std::string_view message) const {
  const MdHandle ctx(EVP_MD_CTX_new());
  CheckOpenSsl(ctx != nullptr &&
               EVP_DigestSignInit(ctx.get(), nullptr, nullptr, nullptr,
                                  impl_->key.get()) == 1);
  Ed25519Signature signature;
  size_t size = signature.size();
  CheckOpenSsl(EVP_DigestSign(ctx.get(), signature.data(), &size,
                              AsBytes(message).data(), message.size()) == 1);
  return signature;
}

bool VerifyEd25519(const Ed25519PublicKey& key, std::string_view message,
                   std::string_view signature) {
  const KeyHandle handle(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr,
                                                     key.data(), key.size()));
  const MdHandle ctx(EVP_MD_CTX_new());
  CheckOpenSsl(ctx != nullptr);
  return handle != nullptr &&
         EVP_DigestVerifyInit(ctx.get(), nullptr, nullptr, nullptr,
                              handle.get()) == 1 &&
         EVP_DigestVerify(ctx.get(), AsBytes(signature).data(),
                          signature.size(), AsBytes(message).data(),
                          message.size()) == 1;
}

}  // namespace rollbook::base

#include "base/crypto/sha256_stream.h"

#include <openssl/evp.h>

#include <cstdlib>

namespace rollbook::base {
namespace {

void CheckOpenSsl(bool ok) {
  // These calls fail only when memory is gone or the library is broken.
  if (!ok) std::abort();
}

struct FreeMdCtx {
  void operator()(EVP_MD_CTX* ctx) const { EVP_MD_CTX_free(ctx); }
};

}  // namespace

struct Sha256Stream::Impl {
  std::unique_ptr<EVP_MD_CTX, FreeMdCtx> ctx{EVP_MD_CTX_new()};
};

Sha256Stream::Sha256Stream() : impl_(std::make_unique<Impl>()) {
  CheckOpenSsl(EVP_DigestInit_ex2(impl_->ctx.get(), EVP_sha256(), nullptr) ==
               1);
}

Sha256Stream::~Sha256Stream() = default;

void Sha256Stream::Add(std::string_view piece) {
  CheckOpenSsl(EVP_DigestUpdate(impl_->ctx.get(), piece.data(), piece.size()) ==
               1);
}

Hash256 Sha256Stream::Finish() {
  Hash256 hash;
  CheckOpenSsl(EVP_DigestFinal_ex(impl_->ctx.get(), hash.data(), nullptr) == 1);
  return hash;
}

}  // namespace rollbook::base

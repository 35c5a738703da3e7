#include "base/crypto/sha256_stream.h"

#include "base/crypto/openssl_digest.h"

namespace rollbook::base {

struct Sha256Stream::Impl {
  MdCtx ctx{EVP_MD_CTX_new()};
};

Sha256Stream::Sha256Stream() : impl_(std::make_unique<Impl>()) {
  CheckOpenSsl(EVP_DigestInit_ex2(impl_->ctx.get(), FetchedSha256(), nullptr) ==
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

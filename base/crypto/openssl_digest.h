#ifndef ROLLBOOK_BASE_CRYPTO_OPENSSL_DIGEST_H_
#define ROLLBOOK_BASE_CRYPTO_OPENSSL_DIGEST_H_

#include <openssl/evp.h>

#include <cstdlib>
#include <memory>

// What the sources of this folder that hash have in common; for them alone.
namespace rollbook::base {

// For calls that fail only when memory is gone or the library is broken.
inline void CheckOpenSsl(bool ok) {
  if (!ok) std::abort();
}

struct FreeMdCtx {
  void operator()(EVP_MD_CTX* ctx) const { EVP_MD_CTX_free(ctx); }
};
using MdCtx = std::unique_ptr<EVP_MD_CTX, FreeMdCtx>;

// Fetched once: the implicit fetch of EVP_sha256() costs more than a hash.
inline const EVP_MD* FetchedSha256() {
  static const EVP_MD* const md = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return md;
}

}  // namespace rollbook::base

#endif  // ROLLBOOK_BASE_CRYPTO_OPENSSL_DIGEST_H_

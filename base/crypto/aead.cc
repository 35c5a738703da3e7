#include "base/crypto/aead.h"

#include <openssl/evp.h>

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <span>

#include "base/bytes.h"

namespace rollbook::base {
namespace {

constexpr size_t kNonceSize = 12;
constexpr size_t kTagSize = 16;

struct FreeCipherCtx {
  void operator()(EVP_CIPHER_CTX* ctx) const { EVP_CIPHER_CTX_free(ctx); }
};

// One context per thread and direction: setting the key anew is much cheaper
// than a new context.
EVP_CIPHER_CTX* ThreadContext() {
  thread_local const std::unique_ptr<EVP_CIPHER_CTX, FreeCipherCtx> ctx(
      EVP_CIPHER_CTX_new());
  return ctx.get();
}

const EVP_CIPHER* FetchedAes256Gcm() {
  static const EVP_CIPHER* const cipher =
      EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  return cipher;
}

void CheckOpenSsl(int result) {
  // These calls fail only when memory is gone or the library is broken.
  if (result != 1) std::abort();
}

unsigned char* Writable(std::string& text, size_t at) {
  return reinterpret_cast<unsigned char*>(text.data()) + at;
}

}  // namespace

std::string Seal(const Key256& key, std::string_view aad,
                 std::string_view plaintext, Random& random) {
  std::string sealed(kNonceSize + plaintext.size() + kTagSize, '\0');
  random.Fill({Writable(sealed, 0), kNonceSize});
  EVP_CIPHER_CTX* const ctx = ThreadContext();
  CheckOpenSsl(EVP_EncryptInit_ex2(ctx, FetchedAes256Gcm(), key.bytes().data(),
                                   Writable(sealed, 0), nullptr));
  int size = 0;
  CheckOpenSsl(EVP_EncryptUpdate(ctx, nullptr, &size, AsBytes(aad).data(),
                                 static_cast<int>(aad.size())));
  CheckOpenSsl(EVP_EncryptUpdate(ctx, Writable(sealed, kNonceSize), &size,
                                 AsBytes(plaintext).data(),
                                 static_cast<int>(plaintext.size())));
  const size_t tag_at = kNonceSize + plaintext.size();
  CheckOpenSsl(EVP_EncryptFinal_ex(ctx, Writable(sealed, tag_at), &size));
  CheckOpenSsl(EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_GCM_GET_TAG, kTagSize,
                                   Writable(sealed, tag_at)));
  return sealed;
}

std::optional<std::string> Open(const Key256& key, std::string_view aad,
                                std::string_view sealed) {
  if (sealed.size() < kSealOverhead) return std::nullopt;
  const std::span<const uint8_t> in = AsBytes(sealed);
  const size_t text_size = sealed.size() - kSealOverhead;
  std::string plaintext(text_size, '\0');
  EVP_CIPHER_CTX* const ctx = ThreadContext();
  CheckOpenSsl(EVP_DecryptInit_ex2(ctx, FetchedAes256Gcm(), key.bytes().data(),
                                   in.data(), nullptr));
  int size = 0;
  CheckOpenSsl(EVP_DecryptUpdate(ctx, nullptr, &size, AsBytes(aad).data(),
                                 static_cast<int>(aad.size())));
  CheckOpenSsl(EVP_DecryptUpdate(ctx, Writable(plaintext, 0), &size,
                                 in.data() + kNonceSize,
                                 static_cast<int>(text_size)));
  std::string tag(sealed.substr(kNonceSize + text_size));
  CheckOpenSsl(EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_GCM_SET_TAG, kTagSize,
                                   Writable(tag, 0)));
  if (EVP_DecryptFinal_ex(ctx, Writable(plaintext, text_size), &size) != 1) {
    return std::nullopt;
  }
  return plaintext;
}

}  // namespace rollbook::base

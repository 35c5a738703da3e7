#include "base/crypto/pem.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <memory>
#include <utility>

#include "base/error.h"
#include "base/status_macros.h"
#include "base/text_file.h"

namespace rollbook::base {
namespace {

struct Free {
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
template <typename T>
using Owned = std::unique_ptr<T, Free>;

absl::Status Refuse(const std::string& file, const std::string& why) {
  // What OpenSSL noted of it must not be taken for a later failure's.
  ERR_clear_error();
  return ErrorWithText(Reason::kInvalidArgument, file + " " + why);
}

// OpenSSL would ask at the terminal.
int NoPassword(char*, int, int, void*) { return -1; }

// Reads from `text`, which has to stay.
Owned<BIO> OpenText(const std::string& text) {
  return Owned<BIO>(
      BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

// The next one; null when there is none.
Owned<X509> ReadCertificate(BIO* bio) {
  return Owned<X509>(PEM_read_bio_X509(bio, nullptr, NoPassword, nullptr));
}

Owned<EVP_PKEY> ReadPrivateKey(BIO* bio) {
  return Owned<EVP_PKEY>(
      PEM_read_bio_PrivateKey(bio, nullptr, NoPassword, nullptr));
}

}  // namespace

absl::StatusOr<KeyPair> ReadKeyPair(const std::string& certificate_file,
                                    const std::string& key_file) {
  KeyPair pair;
  ASSIGN_OR_RETURN(pair.certificate_chain, ReadCertificates(certificate_file));
  ASSIGN_OR_RETURN(pair.private_key, ReadTextFile(key_file));
  const Owned<EVP_PKEY> key = ReadPrivateKey(OpenText(pair.private_key).get());
  if (key == nullptr) return Refuse(key_file, "is not a PEM file with a key");
  const Owned<X509> certificate =
      ReadCertificate(OpenText(pair.certificate_chain).get());
  if (X509_check_private_key(certificate.get(), key.get()) != 1) {
    return Refuse(key_file, "is not the key of " + certificate_file);
  }
  return pair;
}

absl::StatusOr<std::string> ReadCertificates(const std::string& file) {
  ASSIGN_OR_RETURN(std::string text, ReadTextFile(file));
  const Owned<BIO> bio = OpenText(text);
  size_t count = 0;
  while (ReadCertificate(bio.get()) != nullptr) ++count;
  // All of it has been read when OpenSSL misses the start of another one.
  const bool at_end =
      ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
  if (count == 0 || !at_end) {
    return Refuse(file, "is not a PEM file of certificates");
  }
  ERR_clear_error();
  return text;
}

}  // namespace rollbook::base

#include "base/crypto/pem.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <utility>

#include "base/error.h"
#include "base/status_macros.h"

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

absl::StatusOr<std::string> ReadText(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(in)), {});
  if (!in.good() && text.empty()) {
    return ErrorWithText(Reason::kInvalidArgument, "cannot read " + file);
  }
  return text;
}

// OpenSSL would ask at the terminal.
int NoPassword(char*, int, int, void*) { return -1; }

Owned<X509> FirstCertificate(const std::string& pem) {
  const Owned<BIO> bio(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  return Owned<X509>(
      PEM_read_bio_X509(bio.get(), nullptr, NoPassword, nullptr));
}

Owned<EVP_PKEY> PrivateKey(const std::string& pem) {
  const Owned<BIO> bio(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  return Owned<EVP_PKEY>(
      PEM_read_bio_PrivateKey(bio.get(), nullptr, NoPassword, nullptr));
}

}  // namespace

absl::StatusOr<KeyPair> ReadKeyPair(const std::string& certificate_file,
                                    const std::string& key_file) {
  KeyPair pair;
  ASSIGN_OR_RETURN(pair.certificate_chain, ReadCertificates(certificate_file));
  ASSIGN_OR_RETURN(pair.private_key, ReadText(key_file));
  const Owned<EVP_PKEY> key = PrivateKey(pair.private_key);
  if (key == nullptr) return Refuse(key_file, "is not a PEM file with a key");
  const Owned<X509> certificate = FirstCertificate(pair.certificate_chain);
  if (X509_check_private_key(certificate.get(), key.get()) != 1) {
    return Refuse(key_file, "is not the key of " + certificate_file);
  }
  return pair;
}

absl::StatusOr<std::string> ReadCertificates(const std::string& file) {
  ASSIGN_OR_RETURN(std::string text, ReadText(file));
  if (FirstCertificate(text) == nullptr) {
    return Refuse(file, "is not a PEM file with a certificate");
  }
  return text;
}

}  // namespace rollbook::base

#ifndef ROLLBOOK_BASE_CRYPTO_PEM_H_
#define ROLLBOOK_BASE_CRYPTO_PEM_H_

#include <string>

#include "absl/status/statusor.h"

namespace rollbook::base {

// A certificate chain and the private key of its first certificate, in PEM.
struct KeyPair {
  std::string certificate_chain;
  std::string private_key;
};

// Read from files and found to belong together. Errors (INVALID_ARGUMENT) name
// the file: it cannot be read, is no PEM of its kind, has a password, or the
// key is another certificate's.
absl::StatusOr<KeyPair> ReadKeyPair(const std::string& certificate_file,
                                    const std::string& key_file);

// The text of a file with certificates. Errors as above.
absl::StatusOr<std::string> ReadCertificates(const std::string& file);

}  // namespace rollbook::base

#endif  // ROLLBOOK_BASE_CRYPTO_PEM_H_

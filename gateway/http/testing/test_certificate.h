#ifndef ROLLBOOK_GATEWAY_HTTP_TESTING_TEST_CERTIFICATE_H_
#define ROLLBOOK_GATEWAY_HTTP_TESTING_TEST_CERTIFICATE_H_

#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <string>

#include "base/testing/temp_dir.h"

namespace rollbook::gateway::http {

// A self-signed certificate for its name and 127.0.0.1, made on the spot, in
// PEM files.
class TestCertificate {
 public:
  explicit TestCertificate(const std::string& name)
      : certificate_file_(base::NewTempPath(name + ".crt")),
        key_file_(certificate_file_ + ".key") {
    EVP_PKEY* const key = EVP_EC_gen("P-256");
    X509* const certificate = X509_new();
    X509_set_version(certificate, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -kHour);
    X509_gmtime_adj(X509_getm_notAfter(certificate), kHour);
    X509_set_pubkey(certificate, key);
    X509_NAME* const subject = X509_get_subject_name(certificate);
    X509_NAME_add_entry_by_txt(
        subject, "CN", MBSTRING_ASC,
        reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
    X509_set_issuer_name(certificate, subject);
    const std::string names = "DNS:" + name + ",IP:127.0.0.1";
    X509_EXTENSION* const extension = X509V3_EXT_conf_nid(
        nullptr, nullptr, NID_subject_alt_name, names.c_str());
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
    X509_sign(certificate, key, EVP_sha256());
    Write(certificate_file_,
          [&](std::FILE* file) { PEM_write_X509(file, certificate); });
    Write(key_file_, [&](std::FILE* file) {
      PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr);
    });
    X509_free(certificate);
    EVP_PKEY_free(key);
  }
  TestCertificate(const TestCertificate&) = delete;
  TestCertificate& operator=(const TestCertificate&) = delete;

  const std::string& certificate_file() const { return certificate_file_; }
  const std::string& key_file() const { return key_file_; }

 private:
  static constexpr long kHour = 3600;

  template <typename Writer>
  static void Write(const std::string& path, Writer write) {
    std::FILE* const file = std::fopen(path.c_str(), "w");
    write(file);
    std::fclose(file);
  }

  const std::string certificate_file_;
  const std::string key_file_;
};

}  // namespace rollbook::gateway::http

#endif  // ROLLBOOK_GATEWAY_HTTP_TESTING_TEST_CERTIFICATE_H_

#include "base/crypto/pem.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <unistd.h>

#include <fstream>

#include "base/testing/temp_dir.h"

namespace rollbook::base {
namespace {

using testing::HasSubstr;

constexpr long kHour = 3600;

// What `write` puts out, as text.
template <typename Write>
std::string PemOf(Write write) {
  BIO* const bio = BIO_new(BIO_s_mem());
  write(bio);
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  std::string text(data, static_cast<size_t>(size));
  BIO_free(bio);
  return text;
}

KeyPair NewPair() {
  EVP_PKEY* const key = EVP_EC_gen("P-256");
  X509* const certificate = X509_new();
  X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
  X509_gmtime_adj(X509_getm_notAfter(certificate), kHour);
  X509_set_pubkey(certificate, key);
  X509_sign(certificate, key, EVP_sha256());
  KeyPair pair = {
      PemOf([&](BIO* bio) { PEM_write_bio_X509(bio, certificate); }),
      PemOf([&](BIO* bio) {
        PEM_write_bio_PrivateKey(bio, key, nullptr, nullptr, 0, nullptr,
                                 nullptr);
      })};
  X509_free(certificate);
  EVP_PKEY_free(key);
  return pair;
}

class PemTest : public testing::Test {
 protected:
  PemTest() { Hold(pair_.certificate_chain, pair_.private_key); }
  ~PemTest() override {
    unlink(certificate_file_.c_str());
    unlink(key_file_.c_str());
  }

  void Hold(const std::string& certificates, const std::string& key) const {
    std::ofstream(certificate_file_) << certificates;
    std::ofstream(key_file_) << key;
  }
  std::string Refusal() const {
    return std::string(
        ReadKeyPair(certificate_file_, key_file_).status().message());
  }

  const KeyPair pair_ = NewPair();
  const std::string certificate_file_ = NewTempPath("pem.crt");
  const std::string key_file_ = certificate_file_ + ".key";
};

TEST_F(PemTest, ReadsWhatBelongsTogether) {
  Hold(pair_.certificate_chain + NewPair().certificate_chain,
       pair_.private_key);
  const auto read = ReadKeyPair(certificate_file_, key_file_);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->private_key, pair_.private_key);
  EXPECT_THAT(read->certificate_chain, HasSubstr(pair_.certificate_chain));
}

TEST_F(PemTest, RefusesTheKeyOfAnotherCertificate) {
  Hold(pair_.certificate_chain, NewPair().private_key);
  EXPECT_THAT(Refusal(), HasSubstr(key_file_ + " is not the key of "));
  Hold(NewPair().certificate_chain + pair_.certificate_chain,
       pair_.private_key);
  EXPECT_THAT(Refusal(), HasSubstr(key_file_ + " is not the key of "));
}

TEST_F(PemTest, NamesTheFileAtFault) {
  Hold(pair_.certificate_chain, pair_.certificate_chain);
  EXPECT_THAT(Refusal(), HasSubstr(key_file_ + " is not a PEM file"));
  Hold("no certificate", pair_.private_key);
  EXPECT_THAT(Refusal(), HasSubstr(certificate_file_ + " is not a PEM file"));
  unlink(certificate_file_.c_str());
  EXPECT_EQ(Refusal(), "cannot read " + certificate_file_);
}

TEST_F(PemTest, RefusesAChainThatIsBrokenFurtherOn) {
  std::string broken = NewPair().certificate_chain;
  broken.replace(broken.size() / 2, 1, "!");
  Hold(pair_.certificate_chain + broken, pair_.private_key);
  EXPECT_THAT(Refusal(), HasSubstr(certificate_file_ + " is not a PEM file"));
  Hold(pair_.certificate_chain, pair_.private_key);
  EXPECT_EQ(Refusal(), "") << "an earlier error is not a later one's";
}

}  // namespace
}  // namespace rollbook::base

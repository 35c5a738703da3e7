#ifndef ROLLBOOK_GATEWAY_HTTP_TESTING_TLS_CLIENT_H_
#define ROLLBOOK_GATEWAY_HTTP_TESTING_TLS_CLIENT_H_

#include <openssl/ssl.h>

#include <cstdint>
#include <string>

#include "gateway/http/testing/test_certificate.h"
#include "gateway/http/testing/test_client.h"

namespace rollbook::gateway::http {

// OpenSSL over a TestClient's socket.
class TlsClient {
 public:
  explicit TlsClient(uint16_t port, int highest_version = TLS1_3_VERSION,
                     const TestCertificate* own = nullptr)
      : client_(port), context_(SSL_CTX_new(TLS_client_method())) {
    // OpenSSL's own default would not even offer the old versions.
    SSL_CTX_set_security_level(context_, 0);
    SSL_CTX_set_min_proto_version(context_, TLS1_VERSION);
    SSL_CTX_set_max_proto_version(context_, highest_version);
    if (own != nullptr) {
      SSL_CTX_use_certificate_file(context_, own->certificate_file().c_str(),
                                   SSL_FILETYPE_PEM);
      SSL_CTX_use_PrivateKey_file(context_, own->key_file().c_str(),
                                  SSL_FILETYPE_PEM);
    }
    ssl_ = SSL_new(context_);
    SSL_set_fd(ssl_, client_.fd());
    handshaken_ = SSL_connect(ssl_) == 1;
  }
  ~TlsClient() {
    SSL_free(ssl_);
    SSL_CTX_free(context_);
  }
  TlsClient(const TlsClient&) = delete;
  TlsClient& operator=(const TlsClient&) = delete;

  bool handshaken() const { return handshaken_; }
  int version() const { return SSL_version(ssl_); }
  std::string server_name() const {
    X509* const certificate = SSL_get1_peer_certificate(ssl_);
    char name[64] = "";
    X509_NAME_get_text_by_NID(X509_get_subject_name(certificate),
                              NID_commonName, name, sizeof(name));
    X509_free(certificate);
    return name;
  }
  void Send(const std::string& bytes) {
    SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size()));
  }
  // All that comes until `end` has come or the connection ends.
  std::string ReadUntil(const std::string& end) {
    std::string received;
    char bytes[4096];
    while (!received.ends_with(end)) {
      const int size = SSL_read(ssl_, bytes, sizeof(bytes));
      if (size <= 0) break;
      received.append(bytes, static_cast<size_t>(size));
    }
    return received;
  }
  // The server said goodbye in the proper way.
  bool WasShutDown() {
    char byte;
    return SSL_read(ssl_, &byte, 1) == 0 &&
           SSL_get_error(ssl_, 0) == SSL_ERROR_ZERO_RETURN;
  }

 private:
  TestClient client_;
  SSL_CTX* const context_;
  SSL* ssl_ = nullptr;
  bool handshaken_ = false;
};

}  // namespace rollbook::gateway::http

#endif  // ROLLBOOK_GATEWAY_HTTP_TESTING_TLS_CLIENT_H_

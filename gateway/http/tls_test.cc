#include "gateway/http/tls.h"

#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <memory>
#include <string>

#include "gateway/http/server.h"
#include "gateway/http/testing/echo_handler.h"
#include "gateway/http/testing/test_certificate.h"
#include "gateway/http/testing/test_client.h"
#include "gateway/http/testing/tls_client.h"

namespace rollbook::gateway::http {
namespace {

constexpr char kGet[] = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";

class TlsTest : public testing::Test {
 protected:
  TlsTest() {
    options_.listen = "127.0.0.1:0";
    options_.tls_certificate_file = certificate_.certificate_file();
    options_.tls_key_file = certificate_.key_file();
  }

  void Serve() {
    auto server = HttpServer::Start(options_, handler_);
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
  }
  uint16_t port() const { return server_->port(); }

  TestCertificate certificate_{"first"};
  EchoHandler handler_;
  HttpServerOptions options_;
  std::unique_ptr<HttpServer> server_;
};

TEST_F(TlsTest, AnswersOverTls12And13) {
  Serve();
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    TlsClient client(port(), version);
    ASSERT_TRUE(client.handshaken());
    EXPECT_EQ(client.version(), version);
    for (int i = 0; i < 2; ++i) {
      client.Send(kGet);
      EXPECT_TRUE(client.ReadUntil("GET /a ").starts_with("HTTP/1.1 200"));
    }
    EXPECT_TRUE(handler_.last().tls);
  }
}

TEST_F(TlsTest, RefusesOlderVersions) {
  Serve();
  EXPECT_FALSE(TlsClient(port(), TLS1_1_VERSION).handshaken());
}

TEST_F(TlsTest, SaysGoodbyeAfterTheLastAnswer) {
  Serve();
  TlsClient client(port());
  client.Send("get / HTTP/1.1\r\n\r\n");
  EXPECT_TRUE(client.ReadUntil("\r\n\r\n").starts_with("HTTP/1.1 400"));
  EXPECT_TRUE(client.WasShutDown());
}

TEST_F(TlsTest, DropsAClientThatSpeaksNoTls) {
  Serve();
  TestClient client(port());
  client.Send(kGet);
  EXPECT_EQ(client.Read().status, 0);
}

TEST_F(TlsTest, GivesUpOnAHandshakeThatDoesNotCome) {
  options_.tls_handshake_timeout = absl::Milliseconds(40);
  Serve();
  EXPECT_TRUE(TestClient(port()).IsAtEnd());
}

TEST_F(TlsTest, TimesOutARequestOverTlsWithAnAnswer) {
  options_.header_timeout = absl::Milliseconds(40);
  Serve();
  TlsClient client(port());
  client.Send("GET /a HTTP/1.1\r\n");
  EXPECT_TRUE(client.ReadUntil("\r\n\r\n").starts_with("HTTP/1.1 408"));
}

TEST_F(TlsTest, DemandsClientCertificatesWhenToldTo) {
  const TestCertificate own("client");
  const TestCertificate stranger("stranger");
  options_.tls_client_ca_file = own.certificate_file();
  Serve();
  const auto answer = [this](const TestCertificate* certificate) {
    TlsClient client(port(), TLS1_3_VERSION, certificate);
    client.Send(kGet);
    return client.ReadUntil("GET /a ");
  };
  EXPECT_TRUE(answer(&own).starts_with("HTTP/1.1 200"));
  EXPECT_EQ(answer(&stranger), "");
  EXPECT_EQ(answer(nullptr), "");
}

TEST_F(TlsTest, TakesANewCertificateForConnectionsToCome) {
  Serve();
  TlsClient before(port());
  EXPECT_EQ(before.server_name(), "first");
  {
    const TestCertificate renewed("second");
    rename(renewed.certificate_file().c_str(),
           certificate_.certificate_file().c_str());
    // A key that is not the certificate's: nothing changes.
    EXPECT_FALSE(server_->ReloadTls().ok());
    EXPECT_EQ(TlsClient(port()).server_name(), "first");
    rename(renewed.key_file().c_str(), certificate_.key_file().c_str());
  }
  EXPECT_TRUE(server_->ReloadTls().ok());
  EXPECT_EQ(TlsClient(port()).server_name(), "second");
  before.Send(kGet);
  EXPECT_TRUE(before.ReadUntil("GET /a ").starts_with("HTTP/1.1 200"));
}

TEST_F(TlsTest, NamesTheFileAtFault) {
  options_.tls_key_file = "/nowhere/server.key";
  const auto server = HttpServer::Start(options_, handler_);
  ASSERT_FALSE(server.ok());
  EXPECT_NE(std::string(server.status().message()).find("/nowhere/server.key"),
            std::string::npos);
  options_.tls_certificate_file = "";
  EXPECT_FALSE(HttpServer::Start(options_, handler_).ok());
}

}  // namespace
}  // namespace rollbook::gateway::http

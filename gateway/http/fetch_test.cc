#include "gateway/http/fetch.h"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>

#include "gateway/http/server.h"
#include "gateway/http/testing/echo_handler.h"
#include "gateway/http/testing/test_certificate.h"

namespace rollbook::gateway::http {
namespace {

std::unique_ptr<HttpServer> StartServer(HttpHandler& handler,
                                        const TestCertificate* certificate) {
  HttpServerOptions options;
  options.listen = "127.0.0.1:0";
  if (certificate != nullptr) {
    options.tls_certificate_file = certificate->certificate_file();
    options.tls_key_file = certificate->key_file();
  }
  auto server = HttpServer::Start(options, handler);
  EXPECT_TRUE(server.ok()) << server.status();
  return *std::move(server);
}

Url UrlOf(const HttpServer& server, bool tls, const std::string& target) {
  return {tls, "localhost", std::to_string(server.port()), target};
}

TEST(Fetch, ReturnsTheBodyOfA200) {
  EchoHandler handler;
  const auto server = StartServer(handler, nullptr);
  EXPECT_EQ(*Fetch(UrlOf(*server, false, "/keys?a=b"), {}), "GET /keys?a=b ");
}

TEST(Fetch, RefusesEveryOtherStatus) {
  class Moved final : public HttpHandler {
   public:
    void Handle(HttpRequest, Respond respond) override {
      respond({302, {{"Location", "/elsewhere"}}, "moved"});
    }
    HttpResponse Refuse(const RequestHead&, Refusal) override { return {}; }
  };
  Moved handler;
  const auto server = StartServer(handler, nullptr);
  EXPECT_FALSE(Fetch(UrlOf(*server, false, "/"), {}).ok());
}

TEST(Fetch, RefusesAnAnswerThatIsTooLarge) {
  EchoHandler handler;
  const auto server = StartServer(handler, nullptr);
  FetchOptions options;
  options.max_bytes = 20;
  const std::string path(17, 'a');
  EXPECT_FALSE(Fetch(UrlOf(*server, false, "/" + path), options).ok());
}

TEST(Fetch, SaysSoWhenNobodyListens) {
  EchoHandler handler;
  auto server = StartServer(handler, nullptr);
  const Url url = UrlOf(*server, false, "/");
  server.reset();
  EXPECT_FALSE(Fetch(url, {}).ok());
}

TEST(Fetch, GivesUpWhenTheTimeIsOver) {
  EchoHandler handler;
  const auto server = StartServer(handler, nullptr);
  FetchOptions options;
  options.timeout = absl::Milliseconds(50);
  EXPECT_FALSE(Fetch(UrlOf(*server, false, "/held"), options).ok());
  handler.Release();
}

TEST(Fetch, GivesUpWhenItIsCancelled) {
  EchoHandler handler;
  const auto server = StartServer(handler, nullptr);
  std::atomic<bool> cancelled = false;
  FetchOptions options;
  options.timeout = absl::Minutes(5);
  options.cancelled = &cancelled;
  std::thread canceller([&] {
    handler.WaitUntilHeld();
    cancelled = true;
  });
  EXPECT_FALSE(Fetch(UrlOf(*server, false, "/held"), options).ok());
  canceller.join();
  handler.Release();
}

TEST(Fetch, BelievesACertificateForTheNameFromAKnownSigner) {
  EchoHandler handler;
  const TestCertificate certificate("localhost");
  const auto server = StartServer(handler, &certificate);
  FetchOptions options;
  options.ca_file = certificate.certificate_file();
  const auto body = Fetch(UrlOf(*server, true, "/keys"), options);
  ASSERT_TRUE(body.ok()) << body.status();
  EXPECT_EQ(*body, "GET /keys ");
}

TEST(Fetch, RefusesACertificateOfAnUnknownSignerOrAnotherName) {
  EchoHandler handler;
  const TestCertificate certificate("elsewhere.example");
  const auto server = StartServer(handler, &certificate);
  FetchOptions options;
  EXPECT_FALSE(Fetch(UrlOf(*server, true, "/keys"), options).ok());
  options.ca_file = certificate.certificate_file();
  EXPECT_FALSE(Fetch(UrlOf(*server, true, "/keys"), options).ok());
  EXPECT_EQ(handler.handled(), 0);
}

TEST(Url, TakesWhatItIsMadeOf) {
  const auto url = ParseUrl("https://login.example/a/b?c=d");
  ASSERT_TRUE(url);
  EXPECT_TRUE(url->tls);
  EXPECT_EQ(url->host, "login.example");
  EXPECT_EQ(url->port, "443");
  EXPECT_EQ(url->target, "/a/b?c=d");
  EXPECT_EQ(url->Authority(), "login.example");
  EXPECT_EQ(ParseUrl("http://[::1]:80")->Authority(), "[::1]");
  EXPECT_EQ(ParseUrl("http://a:81?x")->Authority(), "a:81");
  EXPECT_EQ(ParseUrl("http://a:81?x")->target, "/?x");
}

TEST(Url, RefusesWhatIsNoPlainUrl) {
  for (const char* text :
       {"", "ftp://a/", "https://", "https:///a", "https://user@a/",
        "https://a/#b", "https://a b/", "https://a:0/", "https://a:99999/",
        "https://a:1x/", "https://[::1/", "https://[::1]x/", "HTTPS//a"}) {
    EXPECT_FALSE(ParseUrl(text)) << text;
  }
}

TEST(Url, KnowsThisMachine) {
  for (const char* text : {"http://localhost/", "http://127.0.0.1:8080/",
                           "http://127.9.9.9/", "http://[::1]/"}) {
    EXPECT_TRUE(ParseUrl(text)->IsLoopback()) << text;
  }
  for (const char* text :
       {"http://localhost.example/", "http://127.0.0.1.example/",
        "http://127.0.0/", "http://127.0.0.256/", "http://128.0.0.1/",
        "http://[::2]/", "http://127.0.0.1./"}) {
    EXPECT_FALSE(ParseUrl(text)->IsLoopback()) << text;
  }
}

}  // namespace
}  // namespace rollbook::gateway::http

#include "gateway/http/fetch.h"

#include <openssl/ssl.h>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <optional>
#include <utility>

#include "base/error.h"
#include "base/status_macros.h"

namespace rollbook::gateway::http {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace ssl = boost::asio::ssl;
using Tcp = asio::ip::tcp;
using ErrorCode = boost::system::error_code;
using SteadyClock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kLookUpInterval(20);
constexpr uint32_t kMaxHeaderBytes = 16 << 10;

absl::Status Failure(const std::string& why) {
  return base::ErrorWithText(base::Reason::kBackendUnavailable, why);
}

// One GET. Asio's operations, one after the other, each waited for.
class OneFetch {
 public:
  OneFetch(const Url& url, const FetchOptions& options)
      : url_(url),
        options_(options),
        deadline_(SteadyClock::now() +
                  absl::ToChronoNanoseconds(options.timeout)),
        resolver_(context_),
        tls_(ssl::context::tls_client),
        stream_(context_, tls_) {}

  absl::StatusOr<std::string> Run() {
    RETURN_IF_ERROR(Connect());
    if (!url_.tls) return Exchange(stream_.next_layer());
    RETURN_IF_ERROR(Handshake());
    return Exchange(stream_);
  }

 private:
  bool GivenUp() const {
    return SteadyClock::now() >= deadline_ ||
           (options_.cancelled != nullptr && *options_.cancelled);
  }

  // Runs one operation to its end, or to the deadline.
  template <typename Start>
  ErrorCode Await(Start start) {
    std::optional<ErrorCode> result;
    start([&](const ErrorCode& error, auto&&...) { result = error; });
    while (!result) {
      context_.restart();
      context_.run_for(kLookUpInterval);
      if (result || !GivenUp()) continue;
      ErrorCode ignored;
      resolver_.cancel();
      stream_.next_layer().close(ignored);
      context_.restart();
      context_.run();
      return asio::error::timed_out;
    }
    return *result;
  }

  absl::Status Connect() {
    Tcp::resolver::results_type found;
    ErrorCode error = Await([&](auto done) {
      resolver_.async_resolve(
          url_.host, url_.port, Tcp::resolver::numeric_service,
          [&found, done](const ErrorCode& e, const auto& results) mutable {
            found = results;
            done(e);
          });
    });
    if (!error) {
      error = Await([&](auto done) {
        asio::async_connect(stream_.next_layer(), found, done);
      });
    }
    if (!error) return absl::OkStatus();
    return Failure("cannot connect to " + url_.Authority() + ": " +
                   error.message());
  }

  absl::Status Handshake() {
    ErrorCode error;
    SSL_CTX_set_min_proto_version(tls_.native_handle(), TLS1_2_VERSION);
    if (options_.ca_file.empty()) {
      tls_.set_default_verify_paths(error);
    } else {
      tls_.load_verify_file(options_.ca_file, error);
    }
    // The stream was made before: what follows is its own.
    SSL* const native = stream_.native_handle();
    SSL_set1_verify_cert_store(native,
                               SSL_CTX_get_cert_store(tls_.native_handle()));
    SSL_set_tlsext_host_name(native, url_.host.c_str());
    if (!error) stream_.set_verify_mode(ssl::verify_peer, error);
    if (!error) {
      stream_.set_verify_callback(ssl::host_name_verification(url_.host),
                                  error);
    }
    if (!error) {
      error = Await([&](auto done) {
        stream_.async_handshake(ssl::stream_base::client, done);
      });
    }
    if (!error) return absl::OkStatus();
    return Failure("no TLS with " + url_.Authority() + ": " + error.message());
  }

  template <typename Stream>
  absl::StatusOr<std::string> Exchange(Stream& stream) {
    beast::http::request<beast::http::empty_body> request(
        beast::http::verb::get, url_.target, 11);
    request.set(beast::http::field::host, url_.Authority());
    request.set(beast::http::field::accept, "application/json");
    request.set(beast::http::field::user_agent, "rollbook");
    request.set(beast::http::field::connection, "close");
    ErrorCode error = Await(
        [&](auto done) { beast::http::async_write(stream, request, done); });
    beast::http::response_parser<beast::http::string_body> parser;
    parser.eager(true);
    parser.header_limit(kMaxHeaderBytes);
    beast::flat_buffer buffer;
    while (!error && !parser.is_done()) {
      error = Await([&](auto done) {
        beast::http::async_read_some(stream, buffer, parser, done);
      });
      // The parser's own limit does not hold for answers with a length.
      if (parser.get().body().size() > options_.max_bytes) {
        return Failure("the answer of " + url_.Authority() + " is too large");
      }
    }
    if (error) {
      return Failure("no answer from " + url_.Authority() + ": " +
                     error.message());
    }
    if (parser.get().result() != beast::http::status::ok) {
      return Failure(url_.Authority() + " answered with status " +
                     std::to_string(parser.get().result_int()));
    }
    return std::move(parser.get().body());
  }

  const Url& url_;
  const FetchOptions& options_;
  const SteadyClock::time_point deadline_;
  asio::io_context context_;
  Tcp::resolver resolver_;
  ssl::context tls_;
  ssl::stream<Tcp::socket> stream_;
};

}  // namespace

absl::StatusOr<std::string> Fetch(const Url& url, const FetchOptions& options) {
  return OneFetch(url, options).Run();
}

}  // namespace rollbook::gateway::http

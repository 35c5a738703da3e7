#include "gateway/http/tls.h"

#include <string>

#include "base/error.h"

namespace rollbook::gateway::http {
namespace {

namespace ssl = boost::asio::ssl;

absl::Status Unusable(const std::string& what, const std::string& file,
                      const boost::system::error_code& error) {
  return base::ErrorWithText(
      base::Reason::kInvalidArgument,
      "cannot use " + what + " " + file + ": " + error.message());
}

}  // namespace

absl::StatusOr<std::shared_ptr<ssl::context>> MakeTlsContext(
    const HttpServerOptions& options) {
  auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
  boost::system::error_code error;
  context->set_options(ssl::context::default_workarounds |
                           ssl::context::no_sslv2 | ssl::context::no_sslv3 |
                           ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1,
                       error);
  context->use_certificate_chain_file(options.tls_certificate_file, error);
  if (error) {
    return Unusable("TLS certificate", options.tls_certificate_file, error);
  }
  context->use_private_key_file(options.tls_key_file, ssl::context::pem, error);
  if (error) return Unusable("TLS key", options.tls_key_file, error);
  if (!options.tls_client_ca_file.empty()) {
    context->load_verify_file(options.tls_client_ca_file, error);
    if (error) {
      return Unusable("TLS client CA", options.tls_client_ca_file, error);
    }
    context->set_verify_mode(
        ssl::verify_peer | ssl::verify_fail_if_no_peer_cert, error);
  }
  return context;
}

}  // namespace rollbook::gateway::http

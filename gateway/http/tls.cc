#include "gateway/http/tls.h"

#include <openssl/ssl.h>

#include <string>
#include <utility>

#include "base/error.h"
#include "base/status_macros.h"

namespace rollbook::gateway::http {
namespace {

namespace ssl = boost::asio::ssl;

// Sessions are bound to it; without one OpenSSL refuses to resume a session
// that had a client certificate.
constexpr unsigned char kSessionContext[] = "rollbook";

absl::Status CheckFile(const boost::system::error_code& error,
                       const std::string& file) {
  if (!error) return absl::OkStatus();
  return base::ErrorWithText(
      base::Reason::kInvalidArgument,
      "cannot use the TLS file " + file + ": " + error.message());
}

absl::Status DemandClientCertificates(ssl::context& context,
                                      const std::string& ca_file) {
  boost::system::error_code error;
  context.load_verify_file(ca_file, error);
  RETURN_IF_ERROR(CheckFile(error, ca_file));
  SSL_CTX_set_client_CA_list(context.native_handle(),
                             SSL_load_client_CA_file(ca_file.c_str()));
  context.set_verify_mode(ssl::verify_peer | ssl::verify_fail_if_no_peer_cert,
                          error);
  return CheckFile(error, ca_file);
}

absl::Status Configure(const HttpServerOptions& options,
                       ssl::context& context) {
  SSL_CTX* const native = context.native_handle();
  SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
  SSL_CTX_set_options(native, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  // An idle connection then holds no record buffers.
  SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_session_id_context(native, kSessionContext,
                                 sizeof(kSessionContext) - 1);
  boost::system::error_code error;
  context.use_certificate_chain_file(options.tls_certificate_file, error);
  RETURN_IF_ERROR(CheckFile(error, options.tls_certificate_file));
  // Fails, too, when the key is not the certificate's.
  context.use_private_key_file(options.tls_key_file, ssl::context::pem, error);
  RETURN_IF_ERROR(CheckFile(error, options.tls_key_file));
  if (options.tls_client_ca_file.empty()) return absl::OkStatus();
  return DemandClientCertificates(context, options.tls_client_ca_file);
}

}  // namespace

absl::Status Tls::Load(const HttpServerOptions& options) {
  if (options.tls_certificate_file.empty()) {
    if (options.tls_key_file.empty() && options.tls_client_ca_file.empty()) {
      return absl::OkStatus();
    }
    return base::ErrorWithText(base::Reason::kInvalidArgument,
                               "a TLS key or client CA without a certificate");
  }
  auto context = std::make_shared<Context>(Context::tls_server);
  RETURN_IF_ERROR(Configure(options, *context));
  base::MutexLock lock(mutex_);
  context_ = std::move(context);
  return absl::OkStatus();
}

std::shared_ptr<Tls::Context> Tls::context() const {
  base::MutexLock lock(mutex_);
  return context_;
}

}  // namespace rollbook::gateway::http

#include "services/rpc/server_tls.h"

#include <grpc/grpc.h>
#include <grpc/grpc_security.h>

#include <utility>

#include "base/error.h"
#include "base/status_macros.h"

namespace rollbook::services {

// gRPC's C++ API has certificates of its listeners for good, or files that are
// looked at every few seconds, whether they fit each other or not. Its C API
// asks before each handshake whether there are new ones.
class ServerTls::Credentials final : public grpc::ServerCredentials {
 public:
  explicit Credentials(ServerTls* tls)
      : credentials_(grpc_ssl_server_credentials_create_with_options(
            grpc_ssl_server_credentials_create_options_using_config_fetcher(
                GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY,
                Fetch, tls))) {}
  ~Credentials() override { grpc_server_credentials_release(credentials_); }

  void SetAuthMetadataProcessor(
      const std::shared_ptr<grpc::AuthMetadataProcessor>&) override {}

 private:
  static grpc_ssl_certificate_config_reload_status Fetch(
      void* user_data, grpc_ssl_server_certificate_config** config) {
    auto* const tls = static_cast<ServerTls*>(user_data);
    base::MutexLock lock(tls->mutex_);
    if (!std::exchange(tls->fresh_, false)) {
      return GRPC_SSL_CERTIFICATE_CONFIG_RELOAD_UNCHANGED;
    }
    const grpc_ssl_pem_key_cert_pair pair = {
        tls->files_.own.private_key.c_str(),
        tls->files_.own.certificate_chain.c_str()};
    *config = grpc_ssl_server_certificate_config_create(
        tls->files_.client_ca.c_str(), &pair, 1);
    return GRPC_SSL_CERTIFICATE_CONFIG_RELOAD_NEW;
  }

  int AddPortToServer(const std::string& address,
                      grpc_server* server) override {
    return grpc_server_add_http2_port(server, address.c_str(), credentials_);
  }

  grpc_server_credentials* const credentials_;
};

absl::StatusOr<std::unique_ptr<ServerTls>> ServerTls::Load(
    const GrpcServerOptions& options) {
  if (options.tls_cert_file.empty() || options.tls_key_file.empty() ||
      options.tls_client_ca_file.empty()) {
    return base::ErrorWithText(
        base::Reason::kInvalidArgument,
        "gRPC over TLS needs --grpc_tls_cert, --grpc_tls_key and "
        "--grpc_tls_client_ca");
  }
  auto tls = std::unique_ptr<ServerTls>(new ServerTls(options));
  RETURN_IF_ERROR(tls->Reload());
  return tls;
}

ServerTls::ServerTls(const GrpcServerOptions& options)
    : cert_file_(options.tls_cert_file),
      key_file_(options.tls_key_file),
      client_ca_file_(options.tls_client_ca_file) {}

absl::Status ServerTls::Reload() {
  ASSIGN_OR_RETURN(Files files, ReadFiles());
  base::MutexLock lock(mutex_);
  files_ = std::move(files);
  fresh_ = true;
  return absl::OkStatus();
}

absl::StatusOr<ServerTls::Files> ServerTls::ReadFiles() const {
  Files files;
  ASSIGN_OR_RETURN(files.own, base::ReadKeyPair(cert_file_, key_file_));
  ASSIGN_OR_RETURN(files.client_ca, base::ReadCertificates(client_ca_file_));
  return files;
}

std::shared_ptr<grpc::ServerCredentials> ServerTls::MakeCredentials() {
  return std::make_shared<Credentials>(this);
}

}  // namespace rollbook::services

#include "services/rpc/server_credentials.h"

#include <fstream>
#include <iterator>
#include <string>

#include "base/error.h"
#include "base/status_macros.h"
#include "services/rpc/listen_address.h"

namespace rollbook::services {
namespace {

absl::Status Refuse(std::string text) {
  return base::ErrorWithText(base::Reason::kInvalidArgument, std::move(text));
}

absl::StatusOr<std::string> ReadPem(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(in)), {});
  if (!in.good() && text.empty()) return Refuse("cannot read " + path);
  if (text.find("-----BEGIN ") == std::string::npos) {
    return Refuse(path + " is not a PEM file");
  }
  return text;
}

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> MutualTls(
    const GrpcServerOptions& options) {
  if (options.tls_cert_file.empty() || options.tls_key_file.empty() ||
      options.tls_client_ca_file.empty()) {
    return Refuse(
        "gRPC over TLS needs --grpc_tls_cert, --grpc_tls_key and "
        "--grpc_tls_client_ca");
  }
  ASSIGN_OR_RETURN(const std::string cert, ReadPem(options.tls_cert_file));
  ASSIGN_OR_RETURN(const std::string key, ReadPem(options.tls_key_file));
  grpc::SslServerCredentialsOptions ssl(
      GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  ASSIGN_OR_RETURN(ssl.pem_root_certs, ReadPem(options.tls_client_ca_file));
  ssl.pem_key_cert_pairs.push_back({key, cert});
  return grpc::SslServerCredentials(ssl);
}

}  // namespace

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> CredentialsForTcp(
    const GrpcServerOptions& options) {
  if (UsesTls(options)) return MutualTls(options);
  if (!options.insecure && !IsLoopbackAddress(options.listen)) {
    return Refuse("refusing to serve gRPC in the clear on " + options.listen +
                  ": set the --grpc_tls_* flags, listen on 127.0.0.1, or spell "
                  "out --insecure");
  }
  return grpc::InsecureServerCredentials();
}

}  // namespace rollbook::services

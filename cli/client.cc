#include "cli/client.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/channel_arguments.h>

#include <chrono>
#include <string_view>
#include <utility>

#include "absl/time/clock.h"
#include "base/error.h"
#include "base/status_macros.h"
#include "cli/failure.h"
#include "cli/files.h"

namespace rollbook::cli {
namespace {

using base::Reason;

constexpr std::string_view kUnixScheme = "unix:";
constexpr char kSocketName[] = "rollbook.sock";

// An answer can be a page of 1,000 users.
constexpr int kMaxAnswerBytes = 64 << 20;

bool WantsTls(const GlobalFlags& flags) {
  return !flags.tls_ca.empty() || !flags.tls_cert.empty() ||
         !flags.tls_key.empty();
}

absl::StatusOr<std::string> ReadPem(const std::string& path) {
  if (path.empty()) return std::string();
  return ReadFile(path);
}

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> Credentials(
    const GlobalFlags& flags, const std::string& address) {
  if (!WantsTls(flags)) {
    if (!flags.insecure && !StaysOnThisMachine(address)) {
      return UsageError(address +
                        " is another machine: give --tls_ca (and --tls_cert, "
                        "--tls_key), or --insecure for a connection in clear");
    }
    return grpc::InsecureChannelCredentials();
  }
  if (flags.tls_cert.empty() != flags.tls_key.empty()) {
    return UsageError("--tls_cert and --tls_key belong together");
  }
  grpc::SslCredentialsOptions options;
  ASSIGN_OR_RETURN(options.pem_root_certs, ReadPem(flags.tls_ca));
  ASSIGN_OR_RETURN(options.pem_cert_chain, ReadPem(flags.tls_cert));
  ASSIGN_OR_RETURN(options.pem_private_key, ReadPem(flags.tls_key));
  return grpc::SslCredentials(options);
}

}  // namespace

std::string AddressOf(const GlobalFlags& flags) {
  if (!flags.server.empty()) return flags.server;
  return std::string(kUnixScheme) + flags.data_dir + "/" + kSocketName;
}

bool StaysOnThisMachine(const std::string& address) {
  for (const std::string_view local :
       {kUnixScheme, std::string_view("127."), std::string_view("localhost:"),
        std::string_view("[::1]:")}) {
    if (address.starts_with(local)) return true;
  }
  return false;
}

absl::StatusOr<std::unique_ptr<Client>> Client::Create(
    const GlobalFlags& flags) {
  const std::string address = AddressOf(flags);
  ASSIGN_OR_RETURN(const auto credentials, Credentials(flags, address));
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMaxAnswerBytes);
  // A proxy from the environment is meant for the web.
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  // The name in a certificate is never a socket's path.
  if (WantsTls(flags) && address.starts_with(kUnixScheme)) {
    arguments.SetSslTargetNameOverride("localhost");
  }
  return std::unique_ptr<Client>(
      new Client(address, flags.timeout,
                 grpc::CreateCustomChannel(address, credentials, arguments)));
}

Client::Client(std::string address, absl::Duration timeout,
               const std::shared_ptr<grpc::Channel>& channel)
    : address_(std::move(address)),
      timeout_(timeout),
      users_(user::v1::UserService::NewStub(channel)),
      admin_(admin::v1::AdminService::NewStub(channel)),
      audit_(audit::v1::AuditService::NewStub(channel)) {}

void Client::SetDeadline(grpc::ClientContext& context) const {
  context.set_deadline(std::chrono::system_clock::now() +
                       absl::ToChronoMilliseconds(timeout_));
}

absl::Status Client::ToStatus(const grpc::Status& status) const {
  if (status.ok()) return absl::OkStatus();
  const auto code = static_cast<absl::StatusCode>(status.error_code());
  if (!status.error_details().empty()) {
    return RefusedByService(code, status.error_message(),
                            status.error_details());
  }
  // Without details the answer is not the service's own.
  if (code == absl::StatusCode::kUnavailable) {
    return base::ErrorWithText(
        Reason::kBackendUnavailable,
        "cannot reach rollbookd at " + address_ + " (" +
            status.error_message() +
            "): start it, or name its address with --server host:port, "
            "--server unix:PATH or --data_dir DIR");
  }
  if (code == absl::StatusCode::kDeadlineExceeded) {
    return absl::Status(code, "no answer from " + address_ + " within " +
                                  absl::FormatDuration(timeout_) +
                                  "; the change may still have been made: "
                                  "look before you repeat it (--timeout "
                                  "waits longer)");
  }
  return absl::Status(code, status.error_message());
}

}  // namespace rollbook::cli

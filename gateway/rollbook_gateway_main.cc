// rollbook-gateway: the partners' HTTP door in a process of its own, over a
// rollbookd that it reaches by gRPC.

#include <signal.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "base/flag_file.h"
#include "base/log.h"
#include "base/open_files.h"
#include "base/status_macros.h"
#include "gateway/admin_handler.h"
#include "gateway/gateway.h"
#include "gateway/grpc_user_backend.h"
#include "gateway/metrics/gateway_metrics.h"
#include "gateway/reload_log.h"

namespace rollbook::gateway {
namespace {

constexpr int kMaxFailedAuthRate = 1'000'000;
constexpr absl::Duration kDrainTimeout = absl::Seconds(20);

struct Flags {
  GrpcBackendOptions backend;
  GatewayOptions gateway;
  std::string admin_listen;
};

void DefineBackendFlags(CLI::App& app, GrpcBackendOptions& backend) {
  app.add_option("--backend", backend.address,
                 "rollbookd: host:port or unix:PATH")
      ->required();
  app.add_option("--backend_ca", backend.ca_file,
                 "PEM file: who may sign the backend's certificate");
  app.add_option("--backend_cert", backend.certificate_file,
                 "PEM file: this gateway's certificate");
  app.add_option("--backend_key", backend.key_file,
                 "PEM file: the key of --backend_cert");
  app.add_flag("--backend_insecure", backend.insecure,
               "No TLS to a backend on another machine");
}

void DefineHttpFlags(CLI::App& app, http::HttpServerOptions& http) {
  app.add_option("--http_listen", http.listen,
                 "Where partners connect: host:port or unix:PATH")
      ->required();
  app.add_option("--max_connections_per_address",
                 http.max_connections_per_address,
                 "Connections that one remote address may have")
      ->check(CLI::PositiveNumber);
  app.add_option("--http_threads", http.threads, "Threads that serve HTTP")
      ->check(CLI::Range(1, 256));
  app.add_option("--tls_cert", http.tls_certificate_file,
                 "PEM file: the certificate partners see");
  app.add_option("--tls_key", http.tls_key_file,
                 "PEM file: the key of --tls_cert");
  app.add_option("--tls_client_ca", http.tls_client_ca_file,
                 "PEM file: demand client certificates signed by these");
}

void DefineFlags(CLI::App& app, Flags& flags) {
  DefineBackendFlags(app, flags.backend);
  DefineHttpFlags(app, flags.gateway.http);
  app.add_option("--contracts", flags.gateway.contracts,
                 "Contracts to serve, separated by commas (default: all)")
      ->delimiter(',');
  app.add_option("--jwt_issuers_file", flags.gateway.jwt_issuers_file,
                 "JSON file: whose tokens are good");
  app.add_option("--failed_auth_rate", flags.gateway.failed_auth_rate,
                 "Failed authentications a second that one address is allowed "
                 "after a burst of ten seconds' worth; 0: any number")
      ->check(CLI::Range(0, kMaxFailedAuthRate));
  app.add_option("--admin_listen", flags.admin_listen,
                 "Where /healthz, /readyz and /metrics are: host:port");
}

// Waits for a signal to stop; SIGHUP rereads the files meanwhile.
void ServeUntilStopped(const sigset_t& signals, GrpcUserBackend& backend,
                       Gateway& gateway) {
  for (int signal = 0; sigwait(&signals, &signal) == 0;) {
    if (signal != SIGHUP) return;
    // What came of it is in the log; the gateway goes on either way.
    static_cast<void>(LogReload("backend_certificates", backend.Reload()));
    static_cast<void>(gateway.Reload());
  }
}

absl::Status Run(const Flags& flags, const sigset_t& signals) {
  GatewayMetrics metrics;
  ASSIGN_OR_RETURN(const std::unique_ptr<GrpcUserBackend> backend,
                   MakeGrpcUserBackend(flags.backend));
  GatewayOptions options = flags.gateway;
  options.observer = &metrics;
  ASSIGN_OR_RETURN(const std::unique_ptr<Gateway> gateway,
                   StartGateway(options, *backend));

  std::atomic<bool> draining = false;
  AdminHandler admin(
      [&]() -> std::string {
        if (draining) return "draining";
        return backend->Ready() ? "" : "the backend does not answer";
      },
      [&] { return metrics.Text(); });
  std::unique_ptr<http::HttpServer> admin_server;
  if (!flags.admin_listen.empty()) {
    http::HttpServerOptions admin_options;
    admin_options.listen = flags.admin_listen;
    admin_options.threads = 1;
    ASSIGN_OR_RETURN(admin_server,
                     http::HttpServer::Start(admin_options, admin));
  }
  base::Log(base::LogLevel::kInfo, "serving",
            {{"port", int{gateway->port()}},
             {"admin_port", admin_server ? int{admin_server->port()} : 0}});

  ServeUntilStopped(signals, *backend, *gateway);
  draining = true;
  base::Log(base::LogLevel::kInfo, "draining");
  gateway->Drain(kDrainTimeout);
  return absl::OkStatus();
}

int Refuse(const absl::Status& status) {
  std::cerr << "rollbook-gateway: " << status.message() << "\n";
  return 1;
}

// The exit code where the command line ends the program; nullopt to go on.
std::optional<int> ParseFlags(int argc, char** argv, Flags& flags) {
  auto arguments = base::ExpandFlagFiles({argv + 1, argv + argc});
  if (!arguments.ok()) return Refuse(arguments.status());
  CLI::App app("The HTTP gateway of Rollbook", "rollbook-gateway");
  app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  DefineFlags(app, flags);
  std::string flag_file;  // only for --help: it has been taken out
  app.add_option("--flagfile", flag_file,
                 "File with one --flag=value per line; # begins a comment");
  std::reverse(arguments->begin(), arguments->end());  // as CLI11 wants it
  try {
    app.parse(*std::move(arguments));
  } catch (const CLI::ParseError& error) {
    return app.exit(error);
  }
  return std::nullopt;
}

int Main(int argc, char** argv) {
  // Before any thread exists, so that all of them leave signals to sigwait.
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) {
    sigaddset(&signals, signal);
  }
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  Flags flags;
  if (const auto exit = ParseFlags(argc, argv, flags)) return *exit;

  base::AllowAllOpenFiles();
  base::InitLog("rollbook-gateway", base::LogLevel::kInfo);
  const absl::Status status = Run(flags, signals);
  base::FlushLog();
  return status.ok() ? 0 : Refuse(status);
}

}  // namespace
}  // namespace rollbook::gateway

int main(int argc, char** argv) { return rollbook::gateway::Main(argc, argv); }

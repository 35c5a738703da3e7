#include "services/rpc/grpc_server.h"

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>
#include <sys/stat.h>

#include <algorithm>
#include <utility>

#include "base/error.h"
#include "base/status_macros.h"
#include "services/rpc/admin_service.h"
#include "services/rpc/audit_service.h"
#include "services/rpc/front_desk.h"
#include "services/rpc/gateway_service.h"
#include "services/rpc/listen_address.h"
#include "services/rpc/rpc_metrics.h"
#include "services/rpc/server_credentials.h"
#include "services/rpc/server_tls.h"
#include "services/rpc/stream_ticker.h"
#include "services/rpc/user_service.h"

namespace rollbook::services {
namespace {

// Clients ping every minute; a little less keeps a punctual one from being
// taken for a flood.
constexpr int kMinReceivedPingIntervalMs = 50'000;
constexpr int kKeepaliveTimeMs = 60'000;
constexpr int kKeepaliveTimeoutMs = 20'000;
constexpr int kMaxConnectionAgeGraceMs = 60'000;

// The reflection library registers itself with every server of a process that
// links it; this takes it out where the flag is not set.
class ReflectionByFlag final : public grpc::ServerBuilderOption {
 public:
  explicit ReflectionByFlag(bool enabled) : enabled_(enabled) {}

  void UpdateArguments(grpc::ChannelArguments*) override {}
  void UpdatePlugins(std::vector<std::unique_ptr<grpc::ServerBuilderPlugin>>*
                         plugins) override {
    using grpc::reflection::ProtoServerReflectionPlugin;
    std::erase_if(*plugins, [](const auto& plugin) {
      return dynamic_cast<ProtoServerReflectionPlugin*>(plugin.get()) !=
             nullptr;
    });
    if (enabled_) {
      plugins->push_back(std::make_unique<ProtoServerReflectionPlugin>());
    }
  }

 private:
  const bool enabled_;
};

void SetLimits(const GrpcServerOptions& options, grpc::ServerBuilder& builder) {
  builder.SetMaxReceiveMessageSize(kMaxReceivedMessageBytes);
  // Two processes on one port would share its connections silently.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS,
                             kMaxConcurrentStreams);
  builder.AddChannelArgument(
      GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
      kMinReceivedPingIntervalMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveTimeMs);
  builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS,
                             kKeepaliveTimeoutMs);
  if (options.max_connection_age < absl::InfiniteDuration()) {
    builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_MS,
                               static_cast<int>(absl::ToInt64Milliseconds(
                                   options.max_connection_age)));
    builder.AddChannelArgument(GRPC_ARG_MAX_CONNECTION_AGE_GRACE_MS,
                               kMaxConnectionAgeGraceMs);
  }
}

// Files made in its scope belong to their owner alone, from the first moment.
class PrivateFiles {
 public:
  PrivateFiles() : before_(umask(0177)) {}
  ~PrivateFiles() { umask(before_); }

 private:
  const mode_t before_;
};

IdentityRules IdentityOf(const GrpcServerOptions& options) {
  IdentityRules rules = options.identity;
  rules.tls = UsesTls(options);
  return rules;
}

}  // namespace

class GrpcServer::Impl {
 public:
  Impl(const GrpcServerOptions& options,
       const GrpcServerDependencies& dependencies)
      : identity_(IdentityOf(options)),
        metrics_(*dependencies.metrics),
        desk_(&identity_, &metrics_, dependencies.clock),
        host_{.desk = &desk_,
              .workers = dependencies.workers,
              .ticker = &ticker_,
              .clock = dependencies.clock},
        users_(host_, dependencies.users, dependencies.store,
               dependencies.access),
        admin_(host_, dependencies.access, dependencies.partners,
               dependencies.purger, dependencies.projections,
               dependencies.backup, dependencies.status),
        audit_(host_, dependencies.access, dependencies.history,
               dependencies.travel, dependencies.store, dependencies.proofs,
               dependencies.counts),
        gateway_(host_, dependencies.partners) {}

  ~Impl() {
    if (server_ != nullptr) Drain(absl::ZeroDuration());
  }

  absl::Status Start(const GrpcServerOptions& options);
  absl::Status ReloadTls();
  void Drain(absl::Duration patience);

  int port() const { return tcp_port_; }
  void SetServing(bool serving) {
    server_->GetHealthCheckService()->SetServingStatus(serving);
  }

 private:
  absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> CredentialsForTcp(
      const GrpcServerOptions& options);

  const IdentityRules identity_;
  RpcMetrics metrics_;
  FrontDesk desk_;
  StreamTicker ticker_;
  const StreamHost host_;
  UserServiceAdapter users_;
  AdminServiceAdapter admin_;
  AuditServiceAdapter audit_;
  GatewayServiceAdapter gateway_;
  int tcp_port_ = 0;
  std::unique_ptr<ServerTls> tls_;  // null: in the clear
  std::unique_ptr<grpc::Server> server_;
};

absl::Status GrpcServer::Impl::Start(const GrpcServerOptions& options) {
  grpc::EnableDefaultHealthCheckService(true);
  grpc::ServerBuilder builder;
  builder.SetOption(std::make_unique<ReflectionByFlag>(options.reflection));
  SetLimits(options, builder);

  int unix_port = 0;
  if (!options.unix_socket.empty()) {
    RETURN_IF_ERROR(ClaimSocketPath(options.unix_socket));
    builder.AddListeningPort("unix:" + options.unix_socket,
                             grpc::InsecureServerCredentials(), &unix_port);
  }
  if (!options.listen.empty()) {
    ASSIGN_OR_RETURN(auto credentials, CredentialsForTcp(options));
    builder.AddListeningPort(options.listen, std::move(credentials),
                             &tcp_port_);
  }
  builder.RegisterService(&users_);
  builder.RegisterService(&admin_);
  builder.RegisterService(&audit_);
  builder.RegisterService(&gateway_);
  {
    const PrivateFiles private_socket;
    server_ = builder.BuildAndStart();
  }
  if (server_ != nullptr) return absl::OkStatus();
  const bool unix_failed = !options.unix_socket.empty() && unix_port == 0;
  return base::ErrorWithText(
      base::Reason::kInvalidArgument,
      "cannot listen on " +
          (unix_failed ? options.unix_socket : options.listen) +
          ": the address is in use, not of this machine, or not allowed");
}

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>>
GrpcServer::Impl::CredentialsForTcp(const GrpcServerOptions& options) {
  if (!UsesTls(options)) return ClearCredentials(options);
  ASSIGN_OR_RETURN(tls_, ServerTls::Load(options));
  return tls_->MakeCredentials();
}

absl::Status GrpcServer::Impl::ReloadTls() {
  return tls_ == nullptr ? absl::OkStatus() : tls_->Reload();
}

void GrpcServer::Impl::Drain(absl::Duration patience) {
  server_->GetHealthCheckService()->Shutdown();
  ticker_.Drain();
  server_->Shutdown(absl::ToChronoTime(absl::Now() + patience));
  server_->Wait();
}

GrpcServer::GrpcServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
GrpcServer::~GrpcServer() = default;

absl::StatusOr<std::unique_ptr<GrpcServer>> GrpcServer::Start(
    GrpcServerOptions options, GrpcServerDependencies dependencies) {
  auto impl = std::make_unique<Impl>(options, dependencies);
  RETURN_IF_ERROR(impl->Start(options));
  return std::unique_ptr<GrpcServer>(new GrpcServer(std::move(impl)));
}

int GrpcServer::port() const { return impl_->port(); }
absl::Status GrpcServer::ReloadTls() { return impl_->ReloadTls(); }
void GrpcServer::SetServing(bool serving) { impl_->SetServing(serving); }
void GrpcServer::Drain(absl::Duration patience) { impl_->Drain(patience); }

}  // namespace rollbook::services

#include "gateway/grpc_user_backend.h"

#include <grpcpp/grpcpp.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <thread>
#include <unordered_set>
#include <utility>

#include "base/crypto/pem.h"
#include "base/crypto/random.h"
#include "base/error.h"
#include "base/mutex.h"
#include "base/status_macros.h"
#include "gateway/backoff.h"
#include "gateway/rpc_error.h"
#include "rollbook/gateway/v1/gateway_service.grpc.pb.h"
#include "rollbook/user/v1/user_service.grpc.pb.h"

namespace rollbook::gateway {
namespace {

// The server must permit pings this often.
constexpr int kKeepaliveMs = 60'000;
constexpr int kKeepaliveTimeoutMs = 20'000;
constexpr int kFirstReconnectMs = 200;
constexpr int kLongestReconnectMs = 5'000;

// The service sends a heartbeat at least every 5 s: a watch that has been
// silent for two of them is taken for lost.
constexpr absl::Duration kSilence = absl::Seconds(11);
constexpr absl::Duration kFirstRewatch = absl::Milliseconds(200);
constexpr absl::Duration kLongestRewatch = absl::Seconds(5);

absl::Status ToError(const grpc::Status& status) {
  return ErrorFromRpc(static_cast<absl::StatusCode>(status.error_code()),
                      status.error_details());
}

// A connection to the service and what speaks over it; a call and a watch keep
// theirs until they end.
struct Link {
  explicit Link(std::shared_ptr<grpc::Channel> to_service)
      : channel(std::move(to_service)),
        users(user::v1::UserService::NewStub(channel)),
        gateway(v1::GatewayService::NewStub(channel)) {}

  const std::shared_ptr<grpc::Channel> channel;
  const std::unique_ptr<user::v1::UserService::Stub> users;
  const std::unique_ptr<v1::GatewayService::Stub> gateway;
};
using LinkPtr = std::shared_ptr<const Link>;

// One watch: a thread that opens the stream, waits for its end and opens it
// again. The stream's messages are handed on by gRPC's own threads.
class GrpcWatch final : public UserBackend::Watch {
 public:
  // Each stream goes over what `link` says then.
  GrpcWatch(std::function<LinkPtr()> link,
            UserBackend::CredentialWatcher& watcher)
      : link_(std::move(link)), watcher_(watcher), thread_([this] { Run(); }) {}

  ~GrpcWatch() override {
    {
      base::MutexLock lock(mutex_);
      stopping_ = true;
      wake_.NotifyAll();
    }
    thread_.join();
  }

 private:
  // One stream, from its start to OnDone.
  class Stream final
      : public grpc::ClientReadReactor<v1::WatchCredentialsResponse> {
   public:
    explicit Stream(GrpcWatch& watch) : watch_(watch), link_(watch.link_()) {
      link_->gateway->async()->WatchCredentials(&context_, &request_, this);
      StartRead(&message_);
      StartCall();
    }

    void Cancel() { context_.TryCancel(); }

    void OnReadDone(bool ok) override {
      if (!ok) return;
      watch_.OnMessage(message_);
      StartRead(&message_);
    }
    void OnDone(const grpc::Status&) override { watch_.OnStreamDone(); }

   private:
    GrpcWatch& watch_;
    const LinkPtr link_;
    grpc::ClientContext context_;
    v1::WatchCredentialsRequest request_;
    v1::WatchCredentialsResponse message_;
  };

  void Run() {
    Backoff backoff(kFirstRewatch, kLongestRewatch, base::CryptoRandom());
    while (true) {
      {
        base::MutexLock lock(mutex_);
        done_ = false;
        connected_ = false;
      }
      Stream stream(*this);
      if (Await(stream)) {
        backoff.Reset();
        watcher_.OnLost();
      }
      base::MutexLock lock(mutex_);
      // Wakes early only to stop.
      if (!stopping_) wake_.WaitFor(mutex_, backoff.Next());
      if (stopping_) return;
    }
  }

  // Until the stream is done; ends it when it falls silent, or to stop.
  // Returns whether the watch stood.
  bool Await(Stream& stream) {
    base::MutexLock lock(mutex_);
    while (!done_) {
      if (stopping_) stream.Cancel();
      // Every message wakes; a wait that runs out was silence.
      if (!wake_.WaitFor(mutex_, kSilence)) stream.Cancel();
    }
    return connected_;
  }

  void OnMessage(const v1::WatchCredentialsResponse& message) {
    bool first = false;
    {
      base::MutexLock lock(mutex_);
      first = !std::exchange(connected_, true);
      wake_.NotifyAll();
    }
    // The first message says that the service has begun to watch for us.
    if (first) watcher_.OnConnected();
    watcher_.OnChange(message);
  }

  void OnStreamDone() {
    base::MutexLock lock(mutex_);
    done_ = true;
    wake_.NotifyAll();
  }

  const std::function<LinkPtr()> link_;
  UserBackend::CredentialWatcher& watcher_;
  base::Mutex mutex_;
  base::CondVar wake_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  bool done_ ABSL_GUARDED_BY(mutex_) = false;
  bool connected_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

absl::Status BadOption(const std::string& text) {
  return base::ErrorWithText(base::Reason::kInvalidArgument, text);
}

// In the clear only where nobody else listens.
bool IsLocal(std::string_view address) {
  for (const std::string_view prefix :
       {"unix:", "localhost:", "127.", "[::1]:"}) {
    if (address.starts_with(prefix)) return true;
  }
  return false;
}

bool UsesTls(const GrpcBackendOptions& options) {
  return !options.ca_file.empty() || !options.certificate_file.empty();
}

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> CredentialsFor(
    const GrpcBackendOptions& options) {
  if (options.certificate_file.empty() != options.key_file.empty()) {
    return BadOption("--backend_cert and --backend_key belong together");
  }
  if (!UsesTls(options)) {
    if (!options.insecure && !IsLocal(options.address)) {
      return BadOption("The backend " + options.address +
                       " is not on this machine: give --backend_ca, or "
                       "--backend_insecure to go without TLS");
    }
    return grpc::InsecureChannelCredentials();
  }
  grpc::SslCredentialsOptions tls;
  if (!options.ca_file.empty()) {
    ASSIGN_OR_RETURN(tls.pem_root_certs,
                     base::ReadCertificates(options.ca_file));
  }
  if (!options.certificate_file.empty()) {
    ASSIGN_OR_RETURN(
        base::KeyPair own,
        base::ReadKeyPair(options.certificate_file, options.key_file));
    tls.pem_cert_chain = std::move(own.certificate_chain);
    tls.pem_private_key = std::move(own.private_key);
  }
  return grpc::SslCredentials(tls);
}

absl::StatusOr<LinkPtr> MakeLink(const GrpcBackendOptions& options) {
  ASSIGN_OR_RETURN(const auto credentials, CredentialsFor(options));
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMs);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveTimeoutMs);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kFirstReconnectMs);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, kFirstReconnectMs);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kLongestReconnectMs);
  return std::make_shared<const Link>(
      grpc::CreateCustomChannel(options.address, credentials, arguments));
}

class LinkedUserBackend final : public GrpcUserBackend {
 public:
  LinkedUserBackend(const GrpcBackendOptions& options, LinkPtr first)
      : options_(options), link_(std::move(first)) {}

  ~LinkedUserBackend() override {
    base::MutexLock lock(mutex_);
    for (grpc::ClientContext* context : under_way_) context->TryCancel();
    while (!under_way_.empty()) idle_.Wait(mutex_);
  }

  void CreateUser(user::v1::CreateUserRequest request, absl::Time deadline,
                  Reply<user::v1::CreateUserResponse> reply) override {
    auto* call = Begin(std::move(request), deadline, std::move(reply));
    call->link->users->async()->CreateUser(&call->context, &call->request,
                                           &call->response, Finisher(call));
  }
  void GetUser(user::v1::GetUserRequest request, absl::Time deadline,
               Reply<user::v1::GetUserResponse> reply) override {
    auto* call = Begin(std::move(request), deadline, std::move(reply));
    call->link->users->async()->GetUser(&call->context, &call->request,
                                        &call->response, Finisher(call));
  }
  void UpdateUser(user::v1::UpdateUserRequest request, absl::Time deadline,
                  Reply<user::v1::UpdateUserResponse> reply) override {
    auto* call = Begin(std::move(request), deadline, std::move(reply));
    call->link->users->async()->UpdateUser(&call->context, &call->request,
                                           &call->response, Finisher(call));
  }
  void ResolveCredential(v1::ResolveCredentialRequest request,
                         absl::Time deadline,
                         Reply<v1::ResolveCredentialResponse> reply) override {
    auto* call = Begin(std::move(request), deadline, std::move(reply));
    call->link->gateway->async()->ResolveCredential(
        &call->context, &call->request, &call->response, Finisher(call));
  }

  std::unique_ptr<Watch> WatchCredentials(CredentialWatcher& watcher) override {
    return std::make_unique<GrpcWatch>([this] { return link(); }, watcher);
  }

  bool Ready() const override {
    return link()->channel->GetState(/*try_to_connect=*/true) ==
           GRPC_CHANNEL_READY;
  }

  absl::Status Reload() override {
    if (!UsesTls(options_)) return absl::OkStatus();
    ASSIGN_OR_RETURN(LinkPtr fresh, MakeLink(options_));
    base::MutexLock lock(mutex_);
    link_ = std::move(fresh);
    return absl::OkStatus();
  }

 private:
  template <typename Request, typename Response>
  struct Call {
    LinkPtr link;  // outlives the context
    grpc::ClientContext context;
    Request request;
    Response response;
    Reply<Response> reply;
  };

  template <typename Request, typename Response>
  Call<Request, Response>* Begin(Request request, absl::Time deadline,
                                 Reply<Response> reply) {
    auto* call = new Call<Request, Response>();
    call->request = std::move(request);
    call->reply = std::move(reply);
    call->context.set_deadline(absl::ToChronoTime(deadline));
    base::MutexLock lock(mutex_);
    call->link = link_;
    under_way_.insert(&call->context);
    return call;
  }

  // Ends and deletes the call; gRPC runs it exactly once.
  template <typename Request, typename Response>
  std::function<void(grpc::Status)> Finisher(Call<Request, Response>* raw) {
    return [this, raw](const grpc::Status& status) {
      std::unique_ptr<Call<Request, Response>> call(raw);
      if (status.ok()) {
        call->reply(std::move(call->response));
      } else {
        call->reply(ToError(status));
      }
      base::MutexLock lock(mutex_);
      under_way_.erase(&call->context);
      call.reset();
      if (under_way_.empty()) idle_.NotifyAll();
    };
  }

  LinkPtr link() const {
    base::MutexLock lock(mutex_);
    return link_;
  }

  const GrpcBackendOptions options_;
  mutable base::Mutex mutex_;
  base::CondVar idle_;
  LinkPtr link_ ABSL_GUARDED_BY(mutex_);
  std::unordered_set<grpc::ClientContext*> under_way_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace

absl::StatusOr<std::unique_ptr<GrpcUserBackend>> MakeGrpcUserBackend(
    const GrpcBackendOptions& options) {
  ASSIGN_OR_RETURN(LinkPtr link, MakeLink(options));
  return std::make_unique<LinkedUserBackend>(options, std::move(link));
}

}  // namespace rollbook::gateway

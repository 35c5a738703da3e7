#include "services/rollbookd/daemon.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/time/clock.h"
#include "base/clock.h"
#include "base/crypto/random.h"
#include "base/error.h"
#include "base/log.h"
#include "base/status_macros.h"
#include "base/version.h"
#include "eventstore/rocksdb/derived_store.h"
#include "eventstore/rocksdb/rocksdb_event_store.h"
#include "gateway/reload_log.h"
#include "services/positions.h"
#include "services/rollbookd/partner_contracts.h"
#include "services/rollbookd/tree_pages.h"
#include "services/timestamps.h"

namespace rollbook::services {
namespace {

constexpr size_t kMegabyte = 1 << 20;

eventstore::RocksDbOptions StoreOptions(const Flags& flags) {
  eventstore::RocksDbOptions options;
  options.directory = flags.data_dir;
  options.block_cache_bytes = flags.block_cache_mb * kMegabyte;
  options.memtable_bytes = flags.memtable_mb * kMegabyte;
  options.min_free_disk_bytes = flags.min_free_disk_mb * kMegabyte;
  options.ballast_bytes = flags.ballast_mb * kMegabyte;
  options.accept_rollback = flags.accept_rollback;
  options.accept_clock_jump = flags.accept_clock_jump;
  return options;
}

void LogRotation(const MasterKeyRotation::Progress& progress) {
  const bool stopped = !progress.status.ok();
  base::Log(stopped ? base::LogLevel::kError : base::LogLevel::kInfo,
            "master_key_rotation",
            {{"keys", progress.total},
             {"keys_seen", progress.seen},
             {"keys_rewrapped", progress.rewrapped},
             {"done", progress.done},
             {"detail", std::string(progress.status.message())}});
}

void SetRotation(const MasterKeyRotation::Progress& progress,
                 admin::v1::GetStatusResponse::MasterKeyRotation& out) {
  out.set_total(progress.total);
  out.set_seen(progress.seen);
  out.set_rewrapped(progress.rewrapped);
  out.set_done(progress.done);
  if (progress.done) SetTimestamp(progress.done_time, out.mutable_done_time());
  out.set_error(std::string(progress.status.message()));
}

std::string SocketPath(const Flags& flags) {
  return flags.data_dir + "/rollbook.sock";
}

void LogCheckpointFailure(const absl::Status& status) {
  base::Log(base::LogLevel::kError, "checkpoint_failed",
            {{"detail", std::string(status.message())}});
}

}  // namespace

Daemon::Daemon(const Flags& flags, std::function<void()> on_fatal)
    : flags_(flags),
      on_fatal_(std::move(on_fatal)),
      start_time_(base::SystemClock().Now()) {}

absl::StatusOr<std::unique_ptr<Daemon>> Daemon::Start(
    const Flags& flags, std::function<void()> on_fatal) {
  ASSIGN_OR_RETURN(const base::Key256 master_key,
                   KeyVault::ReadMasterKeyFile(flags.master_key_file));
  auto daemon = std::unique_ptr<Daemon>(new Daemon(flags, std::move(on_fatal)));
  RETURN_IF_ERROR(daemon->OpenStores(master_key));
  RETURN_IF_ERROR(daemon->MakeUseCases());
  RETURN_IF_ERROR(daemon->StartGrpc());
  if (!flags.http_listen.empty()) RETURN_IF_ERROR(daemon->StartGateway());
  if (!flags.admin_listen.empty()) RETURN_IF_ERROR(daemon->StartAdmin());
  return daemon;
}

absl::Status Daemon::OpenStores(const base::Key256& master_key) {
  eventstore::RocksDbOptions options = StoreOptions(flags_);
  options.on_fatal = [this](const absl::Status& status) { OnFatal(status); };
  options.on_commit = [this](const eventstore::CommitObservation& commit) {
    metrics_.OnCommit(commit);
  };
  options.on_message = [](std::string_view text) {
    base::Log(base::LogLevel::kWarning, "database",
              {{"detail", std::string(text)}});
  };
  ASSIGN_OR_RETURN(store_, OpenRocksDbEventStore(std::move(options)));
  std::optional<base::Key256> old_master_key;
  if (!flags_.old_master_key_file.empty()) {
    ASSIGN_OR_RETURN(old_master_key,
                     KeyVault::ReadMasterKeyFile(flags_.old_master_key_file));
  }
  ASSIGN_OR_RETURN(
      vault_, KeyVault::Open(store_.get(), master_key, &base::CryptoRandom(),
                             old_master_key));
  ASSIGN_OR_RETURN(
      CheckpointSigner signer,
      CheckpointSigner::Open(store_.get(), *vault_, &base::CryptoRandom()));
  signer_ = std::make_unique<CheckpointSigner>(std::move(signer));
  ASSIGN_OR_RETURN(
      partners_,
      PartnerRegistry::Open(store_.get(), vault_.get(), &base::SystemClock(),
                            &base::CryptoRandom(), PartnerContracts()));
  ASSIGN_OR_RETURN(derived_,
                   eventstore::OpenRocksDbDerivedStore(flags_.data_dir));
  ASSIGN_OR_RETURN(list_, ProjectedUserList::Start(store_.get(), derived_.get(),
                                                   &base::SystemClock()));
  ASSIGN_OR_RETURN(tree_,
                   eventstore::LogTree::Start(store_.get(), derived_.get()));
  return absl::OkStatus();
}

absl::Status Daemon::MakeUseCases() {
  workers_ = std::make_unique<base::WorkerPool>(flags_.workers,
                                                flags_.max_queued_work);
  ASSIGN_OR_RETURN(counts_,
                   DailyCounts::Start(store_.get(), derived_.get(),
                                      &base::SystemClock(), workers_.get()));
  history_ = std::make_unique<HistoryReader>(store_.get(), vault_.get());
  travel_ = std::make_unique<TimeTravel>(store_.get(), vault_.get());
  access_log_ = std::make_unique<AccessLog>(store_.get());
  const SignNote sign_note = [this](const std::string& text) {
    return signer_->SignText(text);
  };
  purger_ = std::make_unique<ErasurePurger>(
      ErasurePurger::Dependencies{.store = store_.get(),
                                  .purge =
                                      [this](std::atomic<bool>& stop) {
                                        return store_->PurgeDeleted(stop);
                                      },
                                  .sign_note = sign_note,
                                  .clock = &base::SystemClock()});
  backups_ = std::make_unique<Backups>(
      flags_.backup_dir.empty() ? flags_.data_dir + "/backups"
                                : flags_.backup_dir,
      [this](const std::string& directory) {
        return store_->CreateBackup(directory);
      },
      &base::SystemClock());
  projections_ = std::make_unique<Projections>(Projections::Dependencies{
      .store = store_.get(),
      .vault = vault_.get(),
      .followed = {&list_->projection(), &counts_->projection()},
      .random = &base::CryptoRandom()});
  users_ = std::make_unique<UserRegister>(UserRegister::Dependencies{
      .store = store_.get(),
      .vault = vault_.get(),
      .partners = partners_.get(),
      .list = list_.get(),
      .workers = workers_.get(),
      .clock = &base::SystemClock(),
      .random = &base::CryptoRandom(),
      .sign_note = sign_note,
      .user_cache_bytes = flags_.user_cache_mb * kMegabyte});
  ASSIGN_OR_RETURN(checkpoints_,
                   LogCheckpoints::Open({.store = store_.get(),
                                         .tree = tree_.get(),
                                         .signer = signer_.get(),
                                         .workers = workers_.get(),
                                         .clock = &base::SystemClock(),
                                         .on_failure = LogCheckpointFailure}));
  if (vault_->rotating()) {
    rotation_ = std::make_unique<MasterKeyRotation>(
        store_.get(), vault_.get(), &base::SystemClock(), LogRotation);
  }
  proofs_ = std::make_unique<LogProofs>(store_.get(), tree_.get(), vault_.get(),
                                        checkpoints_.get(), workers_.get());
  return absl::OkStatus();
}

absl::Status Daemon::StartGrpc() {
  GrpcServerOptions options;
  options.unix_socket = SocketPath(flags_);
  options.listen = flags_.grpc_listen;
  options.tls_cert_file = flags_.grpc_tls_cert;
  options.tls_key_file = flags_.grpc_tls_key;
  options.tls_client_ca_file = flags_.grpc_tls_client_ca;
  options.insecure = flags_.insecure;
  options.reflection = flags_.reflection;
  options.identity = flags_.identity;
  if (flags_.grpc_max_connection_age_s != 0) {
    options.max_connection_age =
        absl::Seconds(flags_.grpc_max_connection_age_s);
  }
  ASSIGN_OR_RETURN(
      grpc_,
      GrpcServer::Start(std::move(options),
                        {.store = store_.get(),
                         .users = users_.get(),
                         .partners = partners_.get(),
                         .history = history_.get(),
                         .travel = travel_.get(),
                         .proofs = proofs_.get(),
                         .counts = counts_.get(),
                         .purger = purger_.get(),
                         .projections = projections_.get(),
                         .backup =
                             [this](const auto& request) {
                               return backups_->Create(request);
                             },
                         .access = {access_log_.get(), &base::SystemClock(),
                                    &base::CryptoRandom()},
                         .workers = workers_.get(),
                         .metrics = &metrics_.registry(),
                         .clock = &base::SystemClock(),
                         .status = [this] { return Status(); }}));
  return absl::OkStatus();
}

absl::Status Daemon::StartGateway() {
  backend_ = std::make_unique<InProcessBackend>(
      users_.get(), partners_.get(), [this] { return !unready_.load(); });
  gateway::GatewayOptions options;
  options.http.listen = flags_.http_listen;
  options.http.threads = flags_.http_threads;
  options.http.max_connections_per_address = flags_.max_connections_per_address;
  options.http.tls_certificate_file = flags_.http_tls_cert;
  options.http.tls_key_file = flags_.http_tls_key;
  options.http.tls_client_ca_file = flags_.http_tls_client_ca;
  options.contracts = flags_.contracts;
  options.jwt_issuers_file = flags_.jwt_issuers_file;
  options.failed_auth_rate = flags_.failed_auth_rate;
  options.observer = &gateway_metrics_;
  ASSIGN_OR_RETURN(gateway_, gateway::StartGateway(options, *backend_));
  return absl::OkStatus();
}

absl::Status Daemon::StartAdmin() {
  admin_handler_ = std::make_unique<gateway::AdminHandler>(
      [this] { return WhyNotReady(); }, [this] { return MetricsText(); });
  AddTreePages(checkpoints_.get(), tree_.get(), workers_.get(),
               *admin_handler_);
  gateway::http::HttpServerOptions options;
  options.listen = flags_.admin_listen;
  options.threads = 1;
  ASSIGN_OR_RETURN(admin_,
                   gateway::http::HttpServer::Start(options, *admin_handler_));
  return absl::OkStatus();
}

void Daemon::LogStarted() const {
  base::Log(base::LogLevel::kInfo, "started",
            {{"version", base::kVersion},
             {"data_dir", flags_.data_dir},
             {"lineage", store_->Lineage()},
             {"head", store_->Head().number},
             {"grpc_socket", SocketPath(flags_)},
             {"grpc_port", grpc_->port()},
             {"http_port", gateway_ == nullptr ? 0 : int{gateway_->port()}},
             {"admin_port", admin_ == nullptr ? 0 : int{admin_->port()}}});
}

void Daemon::Reload() {
  if (!flags_.grpc_tls_cert.empty()) {
    static_cast<void>(
        gateway::LogReload("grpc_certificates", grpc_->ReloadTls()));
  }
  if (gateway_ != nullptr) static_cast<void>(gateway_->Reload());
}

void Daemon::BecomeUnready() {
  unready_ = true;
  grpc_->SetServing(false);
}

void Daemon::Drain(absl::Duration patience) {
  BecomeUnready();
  const absl::Time deadline = absl::Now() + patience;
  if (gateway_ != nullptr) gateway_->Drain(patience);
  grpc_->Drain(std::max(absl::ZeroDuration(), deadline - absl::Now()));
  if (admin_ != nullptr) admin_->Drain(absl::ZeroDuration());
}

void Daemon::OnFatal(const absl::Status& status) {
  base::Log(base::LogLevel::kError, "store_failed",
            {{"detail", std::string(status.message())}});
  unready_ = true;
  on_fatal_();
}

std::string Daemon::WhyNotReady() const {
  const absl::Status write_stop = store_->Stats().write_stop;
  if (!write_stop.ok()) return std::string(write_stop.message());
  return unready_ ? "shutting down" : "";
}

std::string Daemon::MetricsText() {
  return metrics_.Render(
             *store_, workers_->queued(), projections_->List(),
             {.tree_size = tree_->head().size,
              .checkpoint_size = checkpoints_->latest().checkpoint.size,
              .failing = !checkpoints_->status().ok()}) +
         gateway_metrics_.Text();
}

admin::v1::GetStatusResponse Daemon::Status() const {
  const eventstore::StoreStats stats = store_->Stats();
  admin::v1::GetStatusResponse status;
  status.set_version(base::kVersion);
  SetTimestamp(start_time_, status.mutable_start_time());
  status.set_lineage(store_->Lineage());
  SetPosition(store_->Head(), status.mutable_head());
  if (const absl::Time time = store_->HeadTime(); time > absl::UnixEpoch()) {
    SetTimestamp(time, status.mutable_head_time());
  }
  status.set_partners(partners_->partner_count());
  status.set_accepting_writes(stats.write_stop.ok() && !unready_);
  status.set_write_stop_reason(std::string(stats.write_stop.message()));
  status.set_free_disk_bytes(stats.free_disk_bytes);
  status.set_queue_depth(stats.queue_depth);
  for (auto& projection : projections_->List()) {
    *status.add_projections() = std::move(projection);
  }
  if (rotation_ != nullptr) {
    SetRotation(rotation_->progress(), *status.mutable_master_key_rotation());
  }
  return status;
}

}  // namespace rollbook::services

#ifndef ROLLBOOK_SERVICES_ROLLBOOKD_DAEMON_H_
#define ROLLBOOK_SERVICES_ROLLBOOKD_DAEMON_H_

#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/crypto/secret.h"
#include "base/worker_pool.h"
#include "eventstore/derived_store.h"
#include "eventstore/log_tree.h"
#include "eventstore/rocksdb/rocksdb_event_store.h"
#include "gateway/admin_handler.h"
#include "gateway/gateway.h"
#include "gateway/http/server.h"
#include "gateway/metrics/gateway_metrics.h"
#include "services/audit/access_log.h"
#include "services/audit/checkpoint_signer.h"
#include "services/audit/history_reader.h"
#include "services/audit/log_checkpoints.h"
#include "services/audit/log_proofs.h"
#include "services/audit/time_travel.h"
#include "services/keys/key_vault.h"
#include "services/keys/master_key_rotation.h"
#include "services/partners/partner_registry.h"
#include "services/projections/daily_counts.h"
#include "services/projections/projections.h"
#include "services/projections/user_list_projection.h"
#include "services/rollbookd/backups.h"
#include "services/rollbookd/flags.h"
#include "services/rollbookd/in_process_backend.h"
#include "services/rollbookd/metrics.h"
#include "services/rpc/grpc_server.h"
#include "services/users/erasure_purger.h"
#include "services/users/user_register.h"

namespace rollbook::services {

// The composition root: opens, connects and owns everything that one rollbookd
// consists of. The only place of services/ that knows the gateway.
class Daemon {
 public:
  // Opens the store and serves. `on_fatal` is called once, on any thread, when
  // the store met an I/O error. Errors have one line for the operator.
  static absl::StatusOr<std::unique_ptr<Daemon>> Start(
      const Flags& flags, std::function<void()> on_fatal);

  // Closes the store cleanly. Drain first.
  ~Daemon() = default;

  // One log line with the addresses in use.
  void LogStarted() const;

  // Reads gRPC's certificates and the gateway's files anew; what came of it is
  // in the log. Blocks for some seconds.
  void Reload();

  // Tells load balancers to go elsewhere: /readyz answers 503, gRPC health
  // NOT_SERVING. Calls are still answered.
  void BecomeUnready();

  // Becomes unready, stops accepting, and gives what is in work `patience` to
  // finish. Blocks.
  void Drain(absl::Duration patience);

 private:
  Daemon(const Flags& flags, std::function<void()> on_fatal);

  absl::Status OpenStores(const base::Key256& master_key);
  absl::Status MakeUseCases();
  absl::Status StartGrpc();
  absl::Status StartGateway();
  absl::Status StartAdmin();

  void OnFatal(const absl::Status& status);
  std::string WhyNotReady() const;
  std::string MetricsText();
  admin::v1::GetStatusResponse Status() const;

  // In the order in which they depend on each other.
  const Flags flags_;
  const std::function<void()> on_fatal_;
  const absl::Time start_time_;
  std::atomic<bool> unready_{false};
  Metrics metrics_;
  gateway::GatewayMetrics gateway_metrics_;
  std::unique_ptr<eventstore::RocksDbEventStore> store_;
  std::unique_ptr<KeyVault> vault_;
  std::unique_ptr<CheckpointSigner> signer_;
  std::unique_ptr<PartnerRegistry> partners_;
  std::unique_ptr<eventstore::DerivedStore> derived_;
  std::unique_ptr<ProjectedUserList> list_;
  std::unique_ptr<eventstore::LogTree> tree_;
  std::unique_ptr<base::WorkerPool> workers_;
  std::unique_ptr<DailyCounts> counts_;
  std::unique_ptr<HistoryReader> history_;
  std::unique_ptr<TimeTravel> travel_;
  std::unique_ptr<LogCheckpoints> checkpoints_;
  std::unique_ptr<LogProofs> proofs_;
  std::unique_ptr<AccessLog> access_log_;
  std::unique_ptr<ErasurePurger> purger_;
  std::unique_ptr<Backups> backups_;
  std::unique_ptr<MasterKeyRotation> rotation_;  // if there was one to do
  std::unique_ptr<Projections> projections_;
  std::unique_ptr<UserRegister> users_;
  std::unique_ptr<GrpcServer> grpc_;
  std::unique_ptr<InProcessBackend> backend_;
  std::unique_ptr<gateway::Gateway> gateway_;
  std::unique_ptr<gateway::AdminHandler> admin_handler_;
  std::unique_ptr<gateway::http::HttpServer> admin_;
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_ROLLBOOKD_DAEMON_H_

#ifndef ROLLBOOK_SERVICES_AUDIT_LOG_PROOFS_H_
#define ROLLBOOK_SERVICES_AUDIT_LOG_PROOFS_H_

#include <memory>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/worker_pool.h"
#include "eventstore/event_store.h"
#include "eventstore/log_tree.h"
#include "rollbook/audit/v1/proof.pb.h"
#include "services/audit/bundle_export.h"
#include "services/audit/log_checkpoints.h"
#include "services/caller.h"

namespace rollbook::services {

// What audit.v1 proves of the log, against published checkpoints. The calls do
// not block; they reply on any thread. Thread-safe.
class LogProofs {
 public:
  // All must outlive it.
  LogProofs(eventstore::EventStore* store, eventstore::LogTree* tree,
            const KeyVault* vault, LogCheckpoints* checkpoints,
            base::WorkerPool* workers);

  void GetCheckpoint(const Caller& caller,
                     const audit::v1::GetCheckpointRequest& request,
                     Reply<audit::v1::GetCheckpointResponse> reply);
  audit::v1::GetPublicKeyResponse GetPublicKey() const;
  // INVALID_ARGUMENT: no such record in a tree of that size, or no checkpoint
  // of that size was published yet.
  void GetInclusionProof(const Caller& caller,
                         const audit::v1::GetInclusionProofRequest& request,
                         Reply<audit::v1::GetInclusionProofResponse> reply);
  // INVALID_ARGUMENT likewise.
  void GetConsistencyProof(const Caller& caller,
                           const audit::v1::GetConsistencyProofRequest& request,
                           Reply<audit::v1::GetConsistencyProofResponse> reply);

  // A bundle begins with a checkpoint that covers all that is durable.
  void Refresh(absl::Time deadline, LogCheckpoints::Done done) {
    checkpoints_.Refresh(deadline, std::move(done));
  }
  // INVALID_ARGUMENT when the checkpoint does not cover what is asked for.
  absl::StatusOr<std::unique_ptr<BundleExport>> StartExport(
      const audit::v1::ExportBundleRequest& request,
      const LogCheckpoints::Published& checkpoint) const;

 private:
  absl::StatusOr<audit::v1::GetInclusionProofResponse> Include(
      uint64_t number, uint64_t size) const;
  absl::StatusOr<audit::v1::GetConsistencyProofResponse> Extend(
      uint64_t from, uint64_t to) const;

  eventstore::EventStore& store_;
  eventstore::LogTree& tree_;
  const KeyVault& vault_;
  LogCheckpoints& checkpoints_;
  base::WorkerPool& workers_;
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_AUDIT_LOG_PROOFS_H_

#include "services/audit/log_proofs.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/error.h"
#include "base/status_macros.h"
#include "eventstore/record.h"
#include "proof/tile_reader.h"
#include "services/reply_on_worker.h"

namespace rollbook::services {
namespace {

using base::AsText;

absl::Status Refuse(const char* field, const char* message) {
  return base::Error(
      base::Reason::kInvalidArgument,
      {.violations = {{field, "OUT_OF_RANGE", message}}, .metadata = {}});
}

std::string ToBytes(const base::Hash256& hash) {
  return std::string(AsText(hash));
}

template <typename Response>
void AddPath(const std::vector<base::Hash256>& path, Response& response) {
  for (const base::Hash256& hash : path) response.add_path(ToBytes(hash));
}

}  // namespace

LogProofs::LogProofs(eventstore::EventStore* store, eventstore::LogTree* tree,
                     const KeyVault* vault, LogCheckpoints* checkpoints,
                     base::WorkerPool* workers)
    : store_(*store),
      tree_(*tree),
      vault_(*vault),
      checkpoints_(*checkpoints),
      workers_(*workers) {}

void LogProofs::GetCheckpoint(const Caller& caller,
                              const audit::v1::GetCheckpointRequest&,
                              Reply<audit::v1::GetCheckpointResponse> reply) {
  checkpoints_.HandOut(
      caller.deadline,
      [reply = std::move(reply)](
          absl::StatusOr<LogCheckpoints::Published> published) mutable {
        if (!published.ok()) return reply(published.status());
        audit::v1::GetCheckpointResponse response;
        response.set_note(published->note);
        response.set_origin(published->checkpoint.origin);
        response.set_tree_size(published->checkpoint.size);
        response.set_root_hash(ToBytes(published->checkpoint.root));
        reply(std::move(response));
      });
}

audit::v1::GetPublicKeyResponse LogProofs::GetPublicKey() const {
  audit::v1::GetPublicKeyResponse response;
  response.set_verifier_key(checkpoints_.key().ToText());
  return response;
}

void LogProofs::GetInclusionProof(
    const Caller&, const audit::v1::GetInclusionProofRequest& request,
    Reply<audit::v1::GetInclusionProofResponse> reply) {
  const uint64_t latest = checkpoints_.latest().checkpoint.size;
  const uint64_t size = request.tree_size() == 0 ? latest : request.tree_size();
  const uint64_t number = request.position().number();
  if (size > latest) {
    return reply(Refuse("tree_size", "No checkpoint is as large yet"));
  }
  if (number == 0 || number > size || request.position().shard() != 0) {
    return reply(Refuse("position", "The tree has no such record"));
  }
  ReplyOnWorker(workers_, std::move(reply), [this, number, size](auto done) {
    done(Include(number, size));
  });
}

absl::StatusOr<audit::v1::GetInclusionProofResponse> LogProofs::Include(
    uint64_t number, uint64_t size) const {
  ASSIGN_OR_RETURN(const auto records,
                   store_.ReadRawLog({0, number - 1}, 1, 1));
  if (records.empty()) return base::Error(base::Reason::kDataCorrupted);
  proof::TileReader reader = tree_.Reader();
  ASSIGN_OR_RETURN(const auto path, reader.InclusionProof(number - 1, size));
  ASSIGN_OR_RETURN(const base::Hash256 root, reader.Root(size));
  audit::v1::GetInclusionProofResponse response;
  response.set_leaf_index(number - 1);
  response.set_tree_size(size);
  response.set_leaf_hash(ToBytes(eventstore::RecordHash(records.front())));
  AddPath(path, response);
  response.set_root_hash(ToBytes(root));
  return response;
}

void LogProofs::GetConsistencyProof(
    const Caller&, const audit::v1::GetConsistencyProofRequest& request,
    Reply<audit::v1::GetConsistencyProofResponse> reply) {
  const uint64_t latest = checkpoints_.latest().checkpoint.size;
  const uint64_t to = request.to_size() == 0 ? latest : request.to_size();
  const uint64_t from = request.from_size();
  if (to > latest) {
    return reply(Refuse("to_size", "No checkpoint is as large yet"));
  }
  if (from > to) {
    return reply(Refuse("from_size", "Must not be larger than to_size"));
  }
  ReplyOnWorker(workers_, std::move(reply),
                [this, from, to](auto done) { done(Extend(from, to)); });
}

absl::StatusOr<audit::v1::GetConsistencyProofResponse> LogProofs::Extend(
    uint64_t from, uint64_t to) const {
  proof::TileReader reader = tree_.Reader();
  ASSIGN_OR_RETURN(const auto path, reader.ConsistencyProof(from, to));
  ASSIGN_OR_RETURN(const base::Hash256 from_root, reader.Root(from));
  ASSIGN_OR_RETURN(const base::Hash256 to_root, reader.Root(to));
  audit::v1::GetConsistencyProofResponse response;
  response.set_from_size(from);
  response.set_to_size(to);
  AddPath(path, response);
  response.set_from_root_hash(ToBytes(from_root));
  response.set_to_root_hash(ToBytes(to_root));
  return response;
}

absl::StatusOr<std::unique_ptr<BundleExport>> LogProofs::StartExport(
    const audit::v1::ExportBundleRequest& request,
    const LogCheckpoints::Published& checkpoint) const {
  const uint64_t size = checkpoint.checkpoint.size;
  BundleExport::Choice choice;
  choice.from = request.has_from() ? request.from().number() : 1;
  choice.to = request.has_to() ? request.to().number() : size;
  choice.partner = request.partner_id();
  choice.with_keys = request.with_keys();
  for (const uint64_t since : request.since_sizes()) {
    choice.since.insert(since);
  }
  for (const uint64_t since : checkpoints_.handed_out()) {
    choice.since.insert(since);
  }
  if (choice.to > size) return Refuse("to", "The log does not go as far");
  if (choice.from == 0 || choice.from > choice.to + 1) {
    return Refuse("from", "Must be from 1 to the end of what is exported");
  }
  const proof::NoteKey key = checkpoints_.key();
  return std::make_unique<BundleExport>(
      BundleExport::Sources{&store_, &tree_, &vault_}, std::move(choice), size,
      checkpoint.note, key.name + "+" + key.id_text());
}

}  // namespace rollbook::services

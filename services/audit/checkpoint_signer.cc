#include "services/audit/checkpoint_signer.h"

#include <optional>
#include <string_view>
#include <utility>

#include "base/bytes.h"
#include "base/error.h"
#include "base/status_macros.h"
#include "services/audit/checkpoint_rows.h"
#include "services/keys/key_vault.h"

namespace rollbook::services {
namespace {

absl::Status MakeKey(eventstore::EventStore* store, const KeyVault& vault,
                     base::Random* random) {
  base::Key256 seed;
  random->Fill(seed.mutable_bytes());
  eventstore::SideWrite row;
  row.family = eventstore::SideWrite::Family::kMeta;
  row.key = kCheckpointKeyRow;
  std::string& value = row.value.emplace(1, kCheckpointKeyFormat);
  // In clear beside it: a stopped store can be checked without any secret.
  value.append(base::AsText(base::Ed25519Signer(seed).public_key()));
  value.append(vault.SealRow(kCheckpointKeyRow, seed.view()));
  row.expected = "";
  eventstore::AppendRequest request;
  request.stream = {{"$system"}, "keys"};
  request.side_writes.push_back(std::move(row));
  return store->AppendAndWait(std::move(request)).status();
}

absl::StatusOr<base::Key256> OpenKey(const KeyVault& vault,
                                     std::string_view row) {
  const auto parsed = ParseCheckpointKey(row);
  if (!parsed) return base::Error(base::Reason::kDataCorrupted);
  ASSIGN_OR_RETURN(std::string bytes,
                   vault.OpenRow(kCheckpointKeyRow, parsed->sealed));
  base::Key256 seed;
  if (bytes.size() != seed.bytes().size()) {
    return base::Error(base::Reason::kDataCorrupted);
  }
  bytes.copy(reinterpret_cast<char*>(seed.mutable_bytes().data()),
             bytes.size());
  base::Wipe(bytes);
  if (base::Ed25519Signer(seed).public_key() != parsed->public_key) {
    return base::Error(base::Reason::kDataCorrupted);
  }
  return seed;
}

}  // namespace

absl::StatusOr<CheckpointSigner> CheckpointSigner::Open(
    eventstore::EventStore* store, const KeyVault& vault,
    base::Random* random) {
  ASSIGN_OR_RETURN(auto row, store->GetMeta(kCheckpointKeyRow));
  if (!row) {
    RETURN_IF_ERROR(MakeKey(store, vault, random));
    ASSIGN_OR_RETURN(row, store->GetMeta(kCheckpointKeyRow));
    if (!row) return base::Error(base::Reason::kDataCorrupted);
  }
  ASSIGN_OR_RETURN(const base::Key256 seed, OpenKey(vault, *row));
  return CheckpointSigner(proof::OriginOf(store->Lineage()), seed);
}

}  // namespace rollbook::services

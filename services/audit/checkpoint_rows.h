#ifndef ROLLBOOK_SERVICES_AUDIT_CHECKPOINT_ROWS_H_
#define ROLLBOOK_SERVICES_AUDIT_CHECKPOINT_ROWS_H_

#include <algorithm>
#include <optional>
#include <string_view>

#include "base/bytes.h"
#include "base/crypto/ed25519.h"

// The rows of `meta` that belong to checkpoints (docs/formats/payloads.md,
// "Checkpoints"). Their forms must not change.
namespace rollbook::services {

// Format byte, public key (32), sealed private key.
inline constexpr char kCheckpointKeyRow[] = "checkpoint/key";
inline constexpr char kCheckpointKeyFormat = 1;
// The last published checkpoint, a signed note.
inline constexpr char kLatestCheckpointRow[] = "checkpoint/latest";
// The sizes of the last checkpoints that were handed out, u64 each.
inline constexpr char kHandedOutRow[] = "checkpoint/handed_out";

// The public key of a kCheckpointKeyRow, and what is behind it.
struct CheckpointKeyRow {
  base::Ed25519PublicKey public_key{};
  std::string_view sealed;
};
inline std::optional<CheckpointKeyRow> ParseCheckpointKey(
    std::string_view row) {
  CheckpointKeyRow parsed;
  base::ByteReader reader(row);
  const uint8_t format = reader.U8();
  const std::string_view key = reader.Bytes(parsed.public_key.size());
  if (!reader.ok() || format != kCheckpointKeyFormat) return std::nullopt;
  std::copy(key.begin(), key.end(), parsed.public_key.begin());
  parsed.sealed = reader.rest();
  return parsed;
}

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_AUDIT_CHECKPOINT_ROWS_H_

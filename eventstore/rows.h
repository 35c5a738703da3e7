#ifndef ROLLBOOK_EVENTSTORE_ROWS_H_
#define ROLLBOOK_EVENTSTORE_ROWS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "base/crypto/hash.h"
#include "eventstore/append.h"
#include "eventstore/event_store.h"
#include "eventstore/stored_time.h"
#include "eventstore/types.h"

// The values of `snapshots` and `idempotency` (docs/formats/storage.md). Both
// have a clear header of fixed size, which the committer fills in, and a body
// made beforehand.
namespace rollbook::eventstore {

// ---- snapshots --------------------------------------------------------------

struct SnapshotHeader {
  bool erased = false;
  uint16_t state_schema = 0;
  Version version;
  Position position;
  Micros created = kNever;
  Micros updated = kNever;
  base::Hash256 last_hash{};

  friend bool operator==(const SnapshotHeader&,
                         const SnapshotHeader&) = default;
};

inline constexpr size_t kSnapshotHeaderSize = 72;

// A row whose header is still blank but for what the caller decides.
std::string EncodeBlankSnapshot(const NewSnapshot& snapshot);

// Fills in the rest; keeps the caller's part (erased, state_schema).
void FinishSnapshot(std::string& row, const SnapshotHeader& header);

// Reads the header of a row, or of the first kSnapshotHeaderSize bytes of one.
absl::StatusOr<SnapshotHeader> DecodeSnapshotHeader(std::string_view row);

absl::StatusOr<StreamState> DecodeSnapshot(std::string_view row);

// ---- idempotency ------------------------------------------------------------

// How long an answer is given again.
inline constexpr Micros kIdempotencyLifetime = kMicrosPerDay;

struct IdempotencyHeader {
  base::Hash256 fingerprint{};
  Micros expires = kNever;
  Position position;
  Version version;
  Micros time = kNever;
};

std::string EncodeBlankIdempotency(const base::Hash256& fingerprint,
                                   std::string_view stream_id,
                                   const StoredAnswer& answer);

// Fills in everything but the fingerprint.
void FinishIdempotency(std::string& row, const IdempotencyHeader& header);

absl::StatusOr<IdempotencyHeader> DecodeIdempotencyHeader(std::string_view row);

// The row as what is answered again.
absl::StatusOr<Replayed> DecodeReplayed(const TenantId& tenant,
                                        std::string_view row);

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_ROWS_H_

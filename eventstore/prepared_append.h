#ifndef ROLLBOOK_EVENTSTORE_PREPARED_APPEND_H_
#define ROLLBOOK_EVENTSTORE_PREPARED_APPEND_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/crypto/hash.h"
#include "eventstore/append.h"
#include "eventstore/family.h"
#include "eventstore/row_access.h"
#include "eventstore/stored_time.h"

// An append with everything done that needs no committer: checked, encoded,
// and its preconditions looked up. Made on the caller's thread.
namespace rollbook::eventstore {

inline constexpr size_t kMaxClaimsPerAppend = 16;
inline constexpr size_t kMaxSideWritesPerAppend = 16;
inline constexpr size_t kMaxMetaKeyBytes = 256;
inline constexpr size_t kMaxRequestIdBytes = 128;
// Of a stored answer, a snapshot's state or a side write's value.
inline constexpr size_t kMaxValueBytes = 64 << 10;

// A row that a check depends on, with what was found when it was looked up.
struct Dependency {
  Family family = Family::kMeta;
  std::string key;
  std::optional<std::string> found;
};

struct PreparedClaim {
  Claim::Action action = Claim::Action::kTake;
  Dependency row;
};

struct PreparedIdempotency {
  // Its key is the name without the day.
  Dependency row;
  base::Hash256 fingerprint;
  // Blank header; absent when nothing is to be remembered.
  std::optional<std::string> new_row;
};

struct PreparedGuard {
  Dependency row;
  Micros expires = 0;
};

struct PreparedSideWrite {
  Dependency row;
  std::optional<std::string> value;
  std::optional<std::string> expected;
};

struct PreparedAppend {
  StreamId stream;
  std::optional<Version> expected_version;
  std::vector<std::string> records;         // blank headers
  std::optional<std::string> new_snapshot;  // blank header
  Dependency snapshot;
  std::vector<PreparedClaim> claims;
  std::optional<PreparedIdempotency> idempotency;
  std::optional<PreparedGuard> guard;
  std::vector<PreparedSideWrite> side_writes;

  // The last commit group whose rows the look-up saw for certain.
  uint64_t seen_group = 0;
  // The day for which the idempotency row was looked up.
  uint32_t seen_day = 0;
};

// Who asks: the store itself may write its own `meta` rows.
enum class Origin { kCaller, kStore };

// Errors: INVALID_ARGUMENT with the violated fields, RECORD_TOO_LARGE.
absl::StatusOr<PreparedAppend> Prepare(AppendRequest request,
                                       Origin origin = Origin::kCaller);

// Reads all rows the append depends on. `now` decides which two days may hold
// a live answer. With kMemoryOnly also WouldBlock(): then look up once more.
absl::Status LookUp(PreparedAppend& append, const RowReader& rows, Micros now,
                    ReadTier tier);

uint32_t DayOf(Micros time);
uint32_t MinuteOf(Micros time);

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_PREPARED_APPEND_H_

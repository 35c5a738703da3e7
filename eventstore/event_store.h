#ifndef ROLLBOOK_EVENTSTORE_EVENT_STORE_H_
#define ROLLBOOK_EVENTSTORE_EVENT_STORE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/crypto/hash.h"
#include "eventstore/append.h"
#include "eventstore/record.h"
#include "eventstore/types.h"

namespace rollbook::eventstore {

// A stream as its snapshot row has it.
struct StreamState {
  Version version;
  Position position;  // of the stream's last event
  base::Hash256 last_hash;
  absl::Time created;
  absl::Time updated;
  uint16_t state_schema = 0;
  bool erased = false;
  std::string sealed_state;
};

// How far a read may go for its answer.
enum class ReadTier {
  kMayBlock,
  // Memory only; UNAVAILABLE-like kWouldBlock is told by IsWouldBlock(status).
  // For reactions that must not block: try this, then go to a worker.
  kMemoryOnly,
};

// What kMemoryOnly reads answer when the disk would be needed.
absl::Status WouldBlock();
bool IsWouldBlock(const absl::Status& status);

// What the store is doing, for metrics and status. Counters since the start.
struct StoreStats {
  uint64_t appends = 0;
  uint64_t events = 0;
  uint64_t commit_groups = 0;
  uint64_t queue_depth = 0;
  uint64_t free_disk_bytes = 0;
  // Why appends are refused now; OK when they are not.
  absl::Status write_stop;
};

// Called once per commit group, on the store's completion thread: keep it
// short. For histograms.
struct CommitObservation {
  size_t appends = 0;
  absl::Duration write_time;  // the batch's write with its fsync
};

// Is told of every append that changes a stream which exists: first when it is
// about to be written, again when it is durable and before anyone can learn of
// it. For those who keep what they read. Called on the committing thread: must
// be quick and must not call the store. When the write fails, the second call
// is missing, and the store serves no more appends.
class AppendObserver {
 public:
  virtual ~AppendObserver() = default;
  virtual void BeforeWrite(const StreamId& stream) = 0;
  virtual void AfterWrite(const StreamId& stream) = 0;
};

// Streams of opaque events with everything that must be atomic with them.
// Knows nothing of users.
//
// Promises, each a test of the conformance suite that every implementation
// passes: acknowledged means durable; all of a request or nothing; versions
// 1..n per stream and positions 1..n in the log, without gap or duplicate,
// times never decreasing; a read started after an acknowledgement sees it;
// nothing is ever visible that a crash can take back; the same idempotency key
// gets the same answer; a claim has one holder.
//
// All methods are thread-safe. Errors beyond the named outcomes are
// absl::Status with a Reason: OVERLOADED (queue full), DISK_FULL,
// CLOCK_UNSURE, STORE_FAILED, SHUTTING_DOWN, RECORD_TOO_LARGE,
// INVALID_ARGUMENT, DATA_CORRUPTED.
class EventStore {
 public:
  using AppendCallback =
      absl::AnyInvocable<void(absl::StatusOr<AppendOutcome>)>;

  virtual ~EventStore() = default;

  // Looks up what the request depends on, then queues it for the committer.
  // Never waits for the disk: what memory does not hold is looked up on a
  // thread of the store's. `done` runs exactly once, on this thread or on the
  // store's completion thread, and must not block.
  virtual void Append(AppendRequest request, AppendCallback done) = 0;

  // The same, waiting for the outcome. For tools and tests.
  absl::StatusOr<AppendOutcome> AppendAndWait(AppendRequest request);

  // nullopt: there is no such stream.
  virtual absl::StatusOr<std::optional<StreamState>> Load(
      const StreamId& stream, ReadTier tier) const = 0;
  absl::StatusOr<std::optional<StreamState>> Load(
      const StreamId& stream) const {
    return Load(stream, ReadTier::kMayBlock);
  }

  // The stream's row in the `keys` family.
  virtual absl::StatusOr<std::optional<std::string>> GetKey(
      const StreamId& stream) const = 0;

  // Who holds a claim.
  virtual absl::StatusOr<std::optional<StreamId>> FindClaim(
      const TenantId& tenant, std::string_view kind,
      const base::Hash256& value_hash, ReadTier tier) const = 0;
  absl::StatusOr<std::optional<StreamId>> FindClaim(
      const TenantId& tenant, std::string_view kind,
      const base::Hash256& value_hash) const {
    return FindClaim(tenant, kind, value_hash, ReadTier::kMayBlock);
  }

  virtual absl::StatusOr<std::optional<std::string>> GetMeta(
      std::string_view key) const = 0;

  // All meta rows whose key begins with `prefix`, in key order.
  virtual absl::StatusOr<std::vector<std::pair<std::string, std::string>>>
  ScanMeta(std::string_view prefix) const = 0;

  // Up to `max_rows` rows of the `keys` family behind that of `after`, in key
  // order.
  virtual absl::StatusOr<std::vector<std::pair<StreamId, std::string>>>
  ScanKeys(const std::optional<StreamId>& after, size_t max_rows) const = 0;

  // Up to `max_records` events of a stream, from a version on.
  virtual absl::StatusOr<std::vector<Record>> ReadStream(
      const StreamId& stream, Version from, size_t max_records) const = 0;

  // Up to `max_records` events, and not much more than `max_bytes`, behind a
  // position, in commit order; durable events only. Empty at the head.
  virtual absl::StatusOr<std::vector<Record>> ReadLog(
      Position after, size_t max_records, size_t max_bytes) const = 0;

  // The same as stored, CRC included, for those who hash.
  virtual absl::StatusOr<std::vector<std::string>> ReadRawLog(
      Position after, size_t max_records, size_t max_bytes) const = 0;

  // Shows the same to `visit`, one after the other without a copy, until it
  // returns false. It must not call the store.
  virtual absl::Status VisitRawLog(
      Position after,
      absl::FunctionRef<bool(std::string_view stored)> visit) const = 0;

  // The position of the last event before `time`: ReadLog after it begins with
  // the first event at or after that time.
  virtual absl::StatusOr<Position> PositionBefore(absl::Time time) const = 0;

  // The last durable event.
  virtual Position Head() const = 0;

  // The last durable event, once a loss of it would be noticed at the next
  // opening: what may be said of the log to others. May write to the disk.
  virtual absl::StatusOr<Position> ConfirmHead() = 0;

  // Time of the last durable event; absl::InfinitePast() in an empty log.
  virtual absl::Time HeadTime() const = 0;

  // Calls `wake` once, as soon as the durable head is at or past `position`
  // (at once, on this thread, when it already is; else on the completion
  // thread), or when the store closes. Returns an id for CancelWait.
  virtual uint64_t WaitForHead(Position position,
                               absl::AnyInvocable<void()> wake) = 0;
  // After it returns, `wake` does not run any more.
  virtual void CancelWait(uint64_t id) = 0;

  // Tells one observer of appends from now on; nullptr ends it, and no call is
  // under way when that returns. False, and no calls, when other processes may
  // append to this store as well.
  virtual bool ObserveAppends(AppendObserver* observer) = 0;

  // Names this log: changes when history was rolled back.
  virtual std::string Lineage() const = 0;

  virtual StoreStats Stats() const = 0;
};

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_EVENT_STORE_H_

#ifndef ROLLBOOK_EVENTSTORE_LOG_TREE_H_
#define ROLLBOOK_EVENTSTORE_LOG_TREE_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/crypto/hash.h"
#include "base/mutex.h"
#include "eventstore/derived_store.h"
#include "eventstore/event_store.h"
#include "eventstore/head_waiters.h"
#include "eventstore/log_follower.h"
#include "proof/tile_builder.h"
#include "proof/tile_reader.h"

namespace rollbook::eventstore {

// The Merkle tree over the log: leaf number n (from 0) is the hash of the
// record at position n + 1. Follows the durable log and keeps the tree as tiles
// in the derived store (docs/formats/derived.md). Tiles that are missing, of
// another lineage, or ahead of the log are built again. Thread-safe.
class LogTree {
 public:
  // Reads how far the tiles have come, then starts following. Both stores must
  // outlive it.
  static absl::StatusOr<std::unique_ptr<LogTree>> Start(EventStore* log,
                                                        DerivedStore* derived);
  ~LogTree();

  struct Head {
    uint64_t size = 0;  // leaves
    base::Hash256 root{};
    absl::Status status;  // why it has stopped; OK while it follows
  };
  // The tree behind the log by a fraction of a second.
  Head head() const;

  // Brings the tree to `size` leaves without delay and then calls `wake` once,
  // as EventStore::WaitForHead; the log must have as many records.
  uint64_t WaitForSize(uint64_t size, absl::AnyInvocable<void()> wake);
  void CancelWait(uint64_t id);

  // The hashes of a tile so far; empty for one that has not begun.
  absl::StatusOr<std::string> Tile(unsigned level, uint64_t index) const;

  // Roots and proofs of trees up to head().size.
  proof::TileReader Reader() const;

 private:
  LogTree(EventStore* log, DerivedStore* derived);

  // False when what is there is no tree of this log.
  absl::StatusOr<bool> Load();
  // Takes one page of the log.
  absl::StatusOr<Position> Step();
  absl::Status Keep(DerivedStore::Changes full_tiles);

  EventStore* const log_;
  DerivedStore* const derived_;
  HeadWaiters waiters_;

  // Of the follower's thread only.
  proof::TileBuilder builder_;

  mutable base::Mutex mutex_;
  uint64_t size_ ABSL_GUARDED_BY(mutex_) = 0;
  base::Hash256 root_ ABSL_GUARDED_BY(mutex_){};
  LogFollower follower_;
};

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_LOG_TREE_H_

#ifndef ROLLBOOK_SERVICES_KEYS_MASTER_KEY_ROTATION_H_
#define ROLLBOOK_SERVICES_KEYS_MASTER_KEY_ROTATION_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/clock.h"
#include "base/mutex.h"
#include "eventstore/event_store.h"
#include "services/keys/key_vault.h"

namespace rollbook::services {

// Wraps every user's data key under the present master key, on a thread of its
// own, while the service runs. Each row is replaced only if it is still the one
// that was read: a key that was erased meanwhile stays erased. A rotation that
// was cut short begins again at the first row and passes over what is done.
class MasterKeyRotation {
 public:
  struct Progress {
    // Rows when it began, 0 while they are being counted; then those that have
    // come since as well, once they are seen.
    uint64_t total = 0;
    uint64_t seen = 0;       // rows looked at
    uint64_t rewrapped = 0;  // of them, replaced
    bool done = false;       // the old master key is not needed any more,
    absl::Time done_time;    // since then
    absl::Status status;     // why it has stopped before; OK while it runs
  };
  // From the rotation's thread: every kReportEvery rows, and at the end.
  using OnProgress = std::function<void(const Progress&)>;
  static constexpr uint64_t kReportEvery = 100'000;

  // Begins at once. All must outlive it.
  MasterKeyRotation(eventstore::EventStore* store, KeyVault* vault,
                    const base::Clock* clock, OnProgress on_progress);
  // Stops where it is.
  ~MasterKeyRotation();

  // As it is now. Thread-safe.
  Progress progress() const;

 private:
  void Run();
  absl::StatusOr<uint64_t> CountRows();
  void Publish(const Progress& progress);
  // Rewraps a page of rows behind `last`, all at once; false at the end.
  absl::StatusOr<bool> Step(std::optional<eventstore::StreamId>& last,
                            Progress& progress);

  eventstore::EventStore* const store_;
  KeyVault* const vault_;
  const base::Clock* const clock_;
  const OnProgress on_progress_;
  std::atomic<bool> stopping_ = false;
  mutable base::Mutex mutex_;
  Progress progress_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_KEYS_MASTER_KEY_ROTATION_H_

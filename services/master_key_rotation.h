#ifndef ROLLBOOK_SERVICES_MASTER_KEY_ROTATION_H_
#define ROLLBOOK_SERVICES_MASTER_KEY_ROTATION_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <thread>

#include "absl/status/status.h"
#include "eventstore/event_store.h"
#include "services/key_vault.h"

namespace rollbook::services {

// Wraps every user's data key under the present master key, on a thread of its
// own, while the service runs. Each row is replaced only if it is still the one
// that was read: a key that was erased meanwhile stays erased. A rotation that
// was cut short begins again at the first row and passes over what is done.
class MasterKeyRotation {
 public:
  struct Progress {
    uint64_t seen = 0;       // rows looked at
    uint64_t rewrapped = 0;  // of them, replaced
    bool done = false;       // the old master key is not needed any more
    absl::Status status;     // why it has stopped before; OK while it runs
  };
  // From the rotation's thread: every kReportEvery rows, and at the end.
  using OnProgress = std::function<void(const Progress&)>;
  static constexpr uint64_t kReportEvery = 100'000;

  // Begins at once. Both must outlive it.
  MasterKeyRotation(eventstore::EventStore* store, KeyVault* vault,
                    OnProgress on_progress);
  // Stops where it is.
  ~MasterKeyRotation();

 private:
  void Run();
  // Rewraps a page of rows behind `last`, all at once; false at the end.
  absl::StatusOr<bool> Step(std::optional<eventstore::StreamId>& last,
                            Progress& progress);

  eventstore::EventStore* const store_;
  KeyVault* const vault_;
  const OnProgress on_progress_;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_MASTER_KEY_ROTATION_H_

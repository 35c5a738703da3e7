#ifndef ROLLBOOK_SERVICES_USERS_ERASURE_PURGER_H_
#define ROLLBOOK_SERVICES_USERS_ERASURE_PURGER_H_

#include <atomic>
#include <functional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/clock.h"
#include "base/mutex.h"
#include "eventstore/event_store.h"
#include "rollbook/admin/v1/admin_service.pb.h"
#include "services/caller.h"
#include "services/users/certificates.h"

namespace rollbook::services {

// Erasures wait at most this long for their purge.
inline constexpr absl::Duration kPurgeInterval = absl::Minutes(30);

// Makes the disk forget what the store has: on request, and by itself while a
// row of `meta` says that erasures wait for it, also over a restart. One purge
// at a time, on a thread of its own. Thread-safe.
class ErasurePurger {
 public:
  struct Dependencies {  // all must outlive the purger
    eventstore::EventStore* store = nullptr;
    // Removes everything deleted from the disk; ends early on the flag.
    std::function<absl::Status(std::atomic<bool>& stop)> purge;
    SignNote sign_note;
    const base::Clock* clock = nullptr;
    absl::Duration interval = kPurgeInterval;
  };
  explicit ErasurePurger(Dependencies dependencies);
  ~ErasurePurger();

  // Purges what was erased before this call and replies with the certificate.
  // Errors: the store's, SHUTTING_DOWN.
  void PurgeNow(Reply<admin::v1::PurgeErasedResponse> reply);

 private:
  using Replies = std::vector<Reply<admin::v1::PurgeErasedResponse>>;

  void Run();
  bool IsPending() const;
  absl::StatusOr<admin::v1::PurgeErasedResponse> Purge();

  const Dependencies deps_;
  std::atomic<bool> stop_{false};
  base::Mutex mutex_;
  base::CondVar wake_;
  Replies asked_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_USERS_ERASURE_PURGER_H_

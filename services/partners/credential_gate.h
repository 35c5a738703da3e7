#ifndef ROLLBOOK_SERVICES_PARTNERS_CREDENTIAL_GATE_H_
#define ROLLBOOK_SERVICES_PARTNERS_CREDENTIAL_GATE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "base/mutex.h"

namespace rollbook::services {

// Lets a revocation into the log only behind the commands that its credential
// let in: each is inside from its last check until its append has an outcome.
// Thread-safe.
class CredentialGate : public std::enable_shared_from_this<CredentialGate> {
 public:
  // Inside as long as it lives.
  class Pass {
   public:
    Pass() = default;
    Pass(Pass&& other) noexcept = default;
    Pass& operator=(Pass&& other) noexcept {
      Leave();
      gate_ = std::move(other.gate_);
      return *this;
    }
    ~Pass() { Leave(); }
    void Leave() {
      if (const auto gate = std::exchange(gate_, nullptr)) gate->Leave();
    }

   private:
    friend class CredentialGate;
    explicit Pass(std::shared_ptr<CredentialGate> gate)
        : gate_(std::move(gate)) {}

    std::shared_ptr<CredentialGate> gate_;
  };

  // nullopt once the gate is closed: look at the registry again.
  std::optional<Pass> Enter();

  // Lets nobody in any more. Runs `when_empty` once, as soon as nobody is
  // inside: at once, or on the thread that leaves last. Called once.
  void Close(absl::AnyInvocable<void()> when_empty);

 private:
  void Leave();

  base::Mutex mutex_;
  uint64_t inside_ ABSL_GUARDED_BY(mutex_) = 0;
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
  absl::AnyInvocable<void()> when_empty_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_PARTNERS_CREDENTIAL_GATE_H_

#include "services/partners/credential_gate.h"

namespace rollbook::services {

std::optional<CredentialGate::Pass> CredentialGate::Enter() {
  base::MutexLock lock(mutex_);
  if (closed_) return std::nullopt;
  ++inside_;
  return Pass(shared_from_this());
}

void CredentialGate::Close(absl::AnyInvocable<void()> when_empty) {
  {
    base::MutexLock lock(mutex_);
    closed_ = true;
    if (inside_ > 0) {
      when_empty_ = std::move(when_empty);
      return;
    }
  }
  when_empty();
}

void CredentialGate::Leave() {
  absl::AnyInvocable<void()> when_empty;
  {
    base::MutexLock lock(mutex_);
    if (--inside_ == 0) when_empty = std::exchange(when_empty_, nullptr);
  }
  if (when_empty) when_empty();
}

}  // namespace rollbook::services

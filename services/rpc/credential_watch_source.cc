#include "services/rpc/credential_watch_source.h"

#include <utility>

#include "base/error.h"

namespace rollbook::services {

using base::MutexLock;

CredentialWatchSource::CredentialWatchSource(PartnerRegistry* partners)
    : partners_(*partners) {
  watch_id_ = partners_.Watch(
      [this](const gateway::v1::WatchCredentialsResponse& change) {
        OnChange(change);
      });
}

CredentialWatchSource::~CredentialWatchSource() {
  partners_.StopWatching(watch_id_);
}

absl::StatusOr<PageStep> CredentialWatchSource::Next(
    gateway::v1::WatchCredentialsResponse& response) {
  if (!greeted_) {
    greeted_ = true;
    return PageStep::kWrite;
  }
  MutexLock lock(mutex_);
  if (overflown_) return base::Error(base::Reason::kOverloaded);
  if (changes_.empty()) return PageStep::kWait;
  response = std::move(changes_.front());
  changes_.pop_front();
  return PageStep::kWrite;
}

void CredentialWatchSource::WaitForMore(absl::AnyInvocable<void()> wake) {
  {
    MutexLock lock(mutex_);
    if (changes_.empty() && !overflown_) {
      wake_ = std::move(wake);
      return;
    }
  }
  wake();
}

void CredentialWatchSource::StopWaiting() {
  absl::AnyInvocable<void()> dropped;  // destroyed without the lock
  MutexLock lock(mutex_);
  dropped = std::move(wake_);
  wake_ = nullptr;
}

absl::Status CredentialWatchSource::FillHeartbeat(
    gateway::v1::WatchCredentialsResponse&) {
  return absl::OkStatus();
}

void CredentialWatchSource::OnChange(
    const gateway::v1::WatchCredentialsResponse& change) {
  absl::AnyInvocable<void()> wake;
  {
    MutexLock lock(mutex_);
    overflown_ = overflown_ || changes_.size() >= kMaxWaitingChanges;
    if (!overflown_) changes_.push_back(change);
    wake = std::move(wake_);
    wake_ = nullptr;
  }
  if (wake) wake();
}

}  // namespace rollbook::services

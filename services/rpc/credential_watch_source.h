#ifndef ROLLBOOK_SERVICES_RPC_CREDENTIAL_WATCH_SOURCE_H_
#define ROLLBOOK_SERVICES_RPC_CREDENTIAL_WATCH_SOURCE_H_

#include <cstddef>
#include <cstdint>
#include <deque>

#include "absl/base/thread_annotations.h"
#include "base/mutex.h"
#include "rollbook/gateway/v1/gateway_service.pb.h"
#include "services/partners/partner_registry.h"
#include "services/rpc/paged_stream.h"

namespace rollbook::services {

// Changes that may wait for a slow gateway. One more ends its stream: it then
// has to forget what it cached, which is what the changes would have said.
inline constexpr size_t kMaxWaitingChanges = 4096;

// The messages of one WatchCredentials call: first a heartbeat, which tells
// that the watch stands, then every change.
class CredentialWatchSource final
    : public PageSource<gateway::v1::WatchCredentialsResponse> {
 public:
  // The registry must outlive the source.
  explicit CredentialWatchSource(PartnerRegistry* partners);
  ~CredentialWatchSource() override;

  absl::StatusOr<PageStep> Next(
      gateway::v1::WatchCredentialsResponse& response) override;
  void WaitForMore(absl::AnyInvocable<void()> wake) override;
  void StopWaiting() override;
  absl::Status FillHeartbeat(
      gateway::v1::WatchCredentialsResponse& response) override;

 private:
  void OnChange(const gateway::v1::WatchCredentialsResponse& change);

  PartnerRegistry& partners_;
  uint64_t watch_id_ = 0;
  bool greeted_ = false;

  base::Mutex mutex_;
  std::deque<gateway::v1::WatchCredentialsResponse> changes_
      ABSL_GUARDED_BY(mutex_);
  bool overflown_ ABSL_GUARDED_BY(mutex_) = false;
  absl::AnyInvocable<void()> wake_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_RPC_CREDENTIAL_WATCH_SOURCE_H_

#ifndef ROLLBOOK_GATEWAY_AUTH_JWT_ISSUER_KEYS_H_
#define ROLLBOOK_GATEWAY_AUTH_JWT_ISSUER_KEYS_H_

#include <atomic>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/clock.h"
#include "base/mutex.h"
#include "gateway/auth/jwt/issuer.h"
#include "gateway/auth/jwt/jwk_set.h"

namespace rollbook::gateway::jwt {

using JwkSetPtr = std::shared_ptr<const JwkSet>;

// The keys of one issuer that are in force. Thread-safe. Keys once had stay in
// force until others come: an issuer that cannot be reached for a while is no
// reason to refuse its tokens.
class IssuerKeys {
 public:
  virtual ~IssuerKeys() = default;

  // Null while none could be had.
  virtual JwkSetPtr current() const = 0;

  // A token names a key that is not there: looks for newer keys, unless that
  // was done too often lately. False when nothing is going to happen;
  // otherwise `done` runs once, later, on another thread.
  virtual bool LookAgain(absl::AnyInvocable<void()> done) = 0;

  // Until the first attempt to have keys has ended, well or not.
  virtual void WaitForFirst() = 0;

  // Looks for no more keys; what waits is told now. To be called before the
  // last owner lets go, and not from `done`: the destructor may run anywhere.
  virtual void Stop() = 0;
};

// Reads the keys from a file, once.
absl::StatusOr<std::unique_ptr<IssuerKeys>> ReadKeyFile(
    const std::string& path);

// Returns the text behind an URL; blocks until then, or until `cancelled`.
using FetchText = std::function<absl::StatusOr<std::string>(
    const std::string& url, const std::atomic<bool>& cancelled)>;

struct UrlKeysOptions {
  std::string issuer;  // for the log
  std::string url;
  FetchText fetch;
  const base::Clock* clock = &base::SystemClock();
  JwkSetPtr first;  // in force until the first answer; may be null

  // How often keys are fetched without a reason, so that withdrawn ones go,
  // and after a failure.
  absl::Duration interval = absl::Minutes(5);
  absl::Duration retry_interval = absl::Seconds(5);
};

// Keys behind an URL, fetched on a thread of their own.
class UrlKeys final : public IssuerKeys {
 public:
  // LookAgain() does so at most so often a minute. Three at once, and then
  // none, must not keep a new key out for longer than that minute.
  static constexpr size_t kMaxLooks = 3;
  static constexpr absl::Duration kLooksPer = absl::Minutes(1);
  // Requests that may wait for an answer; further ones are not told to wait.
  static constexpr size_t kMaxWaiting = 1'024;

  explicit UrlKeys(UrlKeysOptions options);
  ~UrlKeys() override;

  JwkSetPtr current() const override;
  bool LookAgain(absl::AnyInvocable<void()> done) override;
  void WaitForFirst() override;
  // Gives up the fetch that is under way.
  void Stop() override;

 private:
  using Waiting = std::vector<absl::AnyInvocable<void()>>;

  void Run();
  // Waits until it is time, or somebody asks. False: it is over.
  bool WaitForReason();
  // Returns whether it went well.
  bool FetchOnce();
  bool MayLookLocked() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const UrlKeysOptions options_;
  std::atomic<bool> stopping_{false};
  mutable base::Mutex mutex_;
  base::CondVar changed_;
  JwkSetPtr current_ ABSL_GUARDED_BY(mutex_);
  bool first_ended_ ABSL_GUARDED_BY(mutex_) = false;
  bool wanted_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Duration pause_ ABSL_GUARDED_BY(mutex_);
  Waiting waiting_ ABSL_GUARDED_BY(mutex_);
  // When LookAgain() looked, on the boot clock, oldest first.
  std::deque<absl::Duration> looks_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

}  // namespace rollbook::gateway::jwt

#endif  // ROLLBOOK_GATEWAY_AUTH_JWT_ISSUER_KEYS_H_

#ifndef ROLLBOOK_GATEWAY_GATEWAY_HANDLER_H_
#define ROLLBOOK_GATEWAY_GATEWAY_HANDLER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"
#include "base/mutex.h"
#include "base/random.h"
#include "gateway/contract.h"
#include "gateway/exchange.h"
#include "gateway/http/handler.h"
#include "gateway/observer.h"
#include "gateway/router.h"

namespace rollbook::gateway {

// The stages of a request, in the order of contract section 5: (framing: the
// HTTP server) route, authentication, rate limit, forbidden headers, media
// type, JSON; then the contract's own: validation, idempotency, domain. Renders
// nothing itself; adds what all answers have in common, and writes one line to
// the access log per answer. Thread-safe.
class GatewayHandler final : public http::HttpHandler {
 public:
  // Everything must outlive the handler; `observer` may be null.
  GatewayHandler(const Environment& environment,
                 const std::vector<std::unique_ptr<Contract>>& contracts,
                 base::Random& random, Observer* observer);

  void Handle(http::HttpRequest request, http::Respond respond) override;
  http::HttpResponse Refuse(const http::RequestHead& head,
                            http::Refusal refusal) override;

  // Waits for the requests that are under way; each has a deadline. Nothing
  // may call the handler any more.
  void WaitUntilIdle();

  // How long a request may take from its arrival to the backend's last word.
  static constexpr absl::Duration kRequestTimeout = absl::Seconds(10);

 private:
  struct Run;  // one request and what remains to be done with it
  using RunPtr = std::shared_ptr<Run>;

  ExchangePtr NewExchange(http::HttpRequest request) const;
  // Refuses addresses that failed too often before anything is computed.
  void Begin(RunPtr run);
  void Authenticate(RunPtr run);
  // The partner's limits: where it may come from, how much, how often.
  void Admit(RunPtr run);
  void Check(RunPtr run);
  void AnswerWith(RunPtr run, absl::StatusOr<http::HttpResponse> result);
  void RefuseWith(RunPtr run, EdgeRefusal refusal, std::string_view detail);
  void RefuseForNow(RunPtr run, int64_t retry_after_s,
                    absl::Duration hold_back);
  void Finish(RunPtr run, http::HttpResponse response);
  // Adds the common headers, logs and counts.
  void Complete(const Exchange& exchange, http::HttpResponse& response) const;

  const Environment& environment_;
  const Router router_;
  base::Random& random_;
  Observer* const observer_;
  base::Mutex mutex_;
  base::CondVar idle_;
  size_t under_way_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_GATEWAY_HANDLER_H_

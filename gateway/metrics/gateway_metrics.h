#ifndef ROLLBOOK_GATEWAY_METRICS_GATEWAY_METRICS_H_
#define ROLLBOOK_GATEWAY_METRICS_GATEWAY_METRICS_H_

#include <memory>
#include <string>

#include "gateway/observer.h"

namespace rollbook::gateway {

// Counts the gateway's requests for Prometheus:
//   rollbook_gateway_requests_total{contract,route,method,status}
//   rollbook_gateway_request_duration_seconds{contract,route,method}
//   rollbook_gateway_auth_failures_total{contract,reason}
// Thread-safe.
class GatewayMetrics final : public Observer {
 public:
  GatewayMetrics();
  ~GatewayMetrics() override;

  void OnRequest(const RequestRecord& record) override;

  // All of it in Prometheus' text format.
  std::string Text() const;

 private:
  class Impl;
  const std::unique_ptr<Impl> impl_;
};

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_METRICS_GATEWAY_METRICS_H_

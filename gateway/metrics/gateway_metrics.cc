#include "gateway/metrics/gateway_metrics.h"

#include <prometheus/counter.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <map>
#include <sstream>
#include <string_view>
#include <tuple>

#include "base/mutex.h"

namespace rollbook::gateway {
namespace {

using prometheus::Counter;
using prometheus::Family;
using prometheus::Histogram;

const Histogram::BucketBoundaries kSeconds = {
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5};

}  // namespace

class GatewayMetrics::Impl {
 public:
  void OnRequest(const RequestRecord& record) {
    const Series& series = SeriesOf(record);
    series.requests->Increment();
    series.duration->Observe(absl::ToDoubleSeconds(record.duration));
    if (!record.auth_failure.empty()) {
      auth_failures_
          .Add({{"contract", std::string(record.contract)},
                {"reason", std::string(record.auth_failure)}})
          .Increment();
    }
  }

  std::string Text() const {
    std::ostringstream out;
    prometheus::TextSerializer().Serialize(out, registry_.Collect());
    return out.str();
  }

 private:
  struct Series {
    Counter* requests = nullptr;
    Histogram* duration = nullptr;
  };
  using Key = std::tuple<std::string, std::string, std::string, int>;

  // Looking a series up in its family costs more than counting.
  Series SeriesOf(const RequestRecord& record) {
    const std::tuple key(record.contract, record.route, record.method,
                         record.status);
    base::MutexLock lock(mutex_);
    const auto found = series_.find(key);
    if (found != series_.end()) return found->second;
    const prometheus::Labels route = {
        {"contract", std::string(record.contract)},
        {"route", std::string(record.route)},
        {"method", std::string(record.method)}};
    prometheus::Labels with_status = route;
    with_status["status"] = std::to_string(record.status);
    const Series series = {&requests_.Add(with_status),
                           &durations_.Add(route, kSeconds)};
    series_.emplace(key, series);
    return series;
  }

  prometheus::Registry registry_;
  Family<Counter>& requests_ = prometheus::BuildCounter()
                                   .Name("rollbook_gateway_requests_total")
                                   .Help("Requests answered")
                                   .Register(registry_);
  Family<Histogram>& durations_ =
      prometheus::BuildHistogram()
          .Name("rollbook_gateway_request_duration_seconds")
          .Help("Time from the whole request to its answer")
          .Register(registry_);
  Family<Counter>& auth_failures_ =
      prometheus::BuildCounter()
          .Name("rollbook_gateway_auth_failures_total")
          .Help("Requests refused with 401, by the reason in the log")
          .Register(registry_);
  base::Mutex mutex_;
  std::map<Key, Series, std::less<>> series_ ABSL_GUARDED_BY(mutex_);
};

GatewayMetrics::GatewayMetrics() : impl_(std::make_unique<Impl>()) {}
GatewayMetrics::~GatewayMetrics() = default;

void GatewayMetrics::OnRequest(const RequestRecord& record) {
  impl_->OnRequest(record);
}

std::string GatewayMetrics::Text() const { return impl_->Text(); }

}  // namespace rollbook::gateway

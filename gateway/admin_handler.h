#ifndef ROLLBOOK_GATEWAY_ADMIN_HANDLER_H_
#define ROLLBOOK_GATEWAY_ADMIN_HANDLER_H_

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "gateway/http/handler.h"

namespace rollbook::gateway {

// What operators and their monitoring see of a daemon, on a listener of its
// own that partners cannot reach: /healthz (the process answers), /readyz (it
// should get traffic), /metrics, and pages that the daemon adds. GET and HEAD
// only. Thread-safe once serving.
class AdminHandler final : public http::HttpHandler {
 public:
  // Empty: ready. Else why not, in words.
  using Readiness = std::function<std::string()>;
  // In Prometheus' text format.
  using Metrics = std::function<std::string()>;
  using Page = std::function<http::HttpResponse(const http::HttpRequest&)>;

  AdminHandler(Readiness readiness, Metrics metrics);

  // Serves `path`, or everything below it when it ends in '/'. Must not block.
  // Call before the handler serves.
  void AddPage(std::string path, Page page);

  void Handle(http::HttpRequest request, http::Respond respond) override;
  http::HttpResponse Refuse(const http::RequestHead& head,
                            http::Refusal refusal) override;

 private:
  http::HttpResponse Answer(const http::HttpRequest& request) const;

  std::vector<std::pair<std::string, Page>> pages_;
};

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_ADMIN_HANDLER_H_

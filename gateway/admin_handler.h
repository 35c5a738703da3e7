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
  // Answers later, on any thread: what may have to read the disk.
  using SlowPage = std::function<void(const http::HttpRequest&, http::Respond)>;

  AdminHandler(Readiness readiness, Metrics metrics);

  // Serves `path`, or everything below it when it ends in '/'. Must not block.
  // Call before the handler serves.
  void AddPage(std::string path, Page page);
  void AddSlowPage(std::string path, SlowPage page);

  void Handle(http::HttpRequest request, http::Respond respond) override;
  http::HttpResponse Refuse(const http::RequestHead& head,
                            http::Refusal refusal) override;

 private:
  std::vector<std::pair<std::string, SlowPage>> pages_;
};

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_ADMIN_HANDLER_H_

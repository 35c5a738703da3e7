#ifndef ROLLBOOK_GATEWAY_REFERENCE_REFERENCE_HANDLER_H_
#define ROLLBOOK_GATEWAY_REFERENCE_REFERENCE_HANDLER_H_

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "gateway/contract_registry.h"
#include "gateway/http/handler.h"
#include "gateway/observer.h"

namespace rollbook::gateway {

// Stands before the contracts and answers what needs no credential: /docs, a
// page about all contracts that are switched on, and /openapi/<contract>.json
// for each of them. GET and HEAD; other methods get a 405. Everything else is
// the next handler's, and so are documents of contracts that are switched off:
// they do not exist. Thread-safe.
class ReferenceHandler final : public http::HttpHandler {
 public:
  // `next`, `clock` and `observer` must outlive the handler; `observer` may be
  // null.
  ReferenceHandler(const Contracts& contracts, http::HttpHandler& next,
                   const base::Clock& clock, Observer* observer);

  void Handle(http::HttpRequest request, http::Respond respond) override;
  http::HttpResponse Refuse(const http::RequestHead& head,
                            http::Refusal refusal) override;

 private:
  struct Page {
    std::string path;
    std::string_view content_type;
    std::string body;
  };

  // Null for what is not ours.
  const Page* Find(std::string_view target) const;

  std::vector<Page> pages_;
  http::HttpHandler& next_;
  const base::Clock& clock_;
  Observer* const observer_;
};

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_REFERENCE_REFERENCE_HANDLER_H_

#include "gateway/admin_handler.h"

#include <string_view>

namespace rollbook::gateway {
namespace {

using http::HttpRequest;
using http::HttpResponse;

HttpResponse Text(int status, std::string text) {
  return {
      status, {{"Content-Type", "text/plain; charset=utf-8"}}, std::move(text)};
}

int StatusOf(http::Refusal refusal) {
  switch (refusal) {
    case http::Refusal::kBadFraming:
      return 400;
    case http::Refusal::kPayloadTooLarge:
      return 413;
    case http::Refusal::kTimeout:
      return 408;
    case http::Refusal::kOverloaded:
      return 503;
  }
  return 503;
}

bool Serves(std::string_view page, std::string_view path) {
  return page.ends_with('/') ? path.starts_with(page) : path == page;
}

}  // namespace

AdminHandler::AdminHandler(Readiness readiness, Metrics metrics) {
  AddPage("/healthz", [](const HttpRequest&) { return Text(200, "ok\n"); });
  AddPage("/readyz", [readiness = std::move(readiness)](const HttpRequest&) {
    const std::string reason = readiness();
    return reason.empty() ? Text(200, "ready\n") : Text(503, reason + "\n");
  });
  AddPage("/metrics", [metrics = std::move(metrics)](const HttpRequest&) {
    return HttpResponse{
        200, {{"Content-Type", "text/plain; version=0.0.4"}}, metrics()};
  });
}

void AdminHandler::AddPage(std::string path, Page page) {
  AddSlowPage(std::move(path),
              [page = std::move(page)](const HttpRequest& request,
                                       http::Respond respond) {
                respond(page(request));
              });
}

void AdminHandler::AddSlowPage(std::string path, SlowPage page) {
  pages_.emplace_back(std::move(path), std::move(page));
}

void AdminHandler::Handle(HttpRequest request, http::Respond respond) {
  const std::string_view target = request.target;
  const std::string_view path = target.substr(0, target.find('?'));
  for (const auto& [name, page] : pages_) {
    if (!Serves(name, path)) continue;
    if (request.method == "GET" || request.method == "HEAD") {
      return page(request, std::move(respond));
    }
    HttpResponse refused = Text(405, "method not allowed\n");
    refused.headers.emplace_back("Allow", "GET, HEAD");
    return respond(std::move(refused));
  }
  respond(Text(404, "not found\n"));
}

HttpResponse AdminHandler::Refuse(const http::RequestHead&,
                                  http::Refusal refusal) {
  return Text(StatusOf(refusal), "refused\n");
}

}  // namespace rollbook::gateway

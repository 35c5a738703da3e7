#include "gateway/reference/reference_handler.h"

#include <utility>

#include "absl/time/time.h"
#include "base/log.h"
#include "gateway/reference/documents.h"

namespace rollbook::gateway {
namespace {

using http::HttpResponse;

constexpr std::string_view kJson = "application/json";
constexpr std::string_view kHtml = "text/html; charset=utf-8";
constexpr std::string_view kText = "text/plain; charset=utf-8";

// Nothing is loaded from anywhere, and nothing runs.
constexpr char kContentPolicy[] =
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

// How the pages are counted and logged beside the contracts.
constexpr std::string_view kName = "reference";

constexpr std::string_view kPageHead = R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Partner contracts</title>
<style>
body { font: 16px/1.5 sans-serif; max-width: 60rem; margin: 2rem auto;
       padding: 0 1rem; color: #222; background: #fff; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .2rem .8rem .2rem 0;
         border-bottom: 1px solid #ddd; }
code, pre { font-family: monospace; font-size: .9em; }
pre { background: #f4f4f4; padding: .5rem; overflow-x: auto; }
section { border-top: 3px solid #222; margin-top: 3rem; }
</style>
</head>
<body>
<h1>Partner contracts</h1>
)";

std::string PathOf(std::string_view contract) {
  return "/openapi/" + std::string(contract) + ".json";
}

HttpResponse Respond(std::string_view content_type, const std::string& body) {
  HttpResponse response{
      200, {{"Content-Type", std::string(content_type)}}, body};
  if (content_type == kHtml) {
    response.headers.emplace_back("Content-Security-Policy", kContentPolicy);
  }
  return response;
}

HttpResponse MethodNotAllowed() {
  return {405,
          {{"Content-Type", std::string(kText)}, {"Allow", "GET, HEAD"}},
          "Method not allowed\n"};
}

}  // namespace

ReferenceHandler::ReferenceHandler(const Contracts& contracts,
                                   http::HttpHandler& next,
                                   const base::Clock& clock, Observer* observer)
    : next_(next), clock_(clock), observer_(observer) {
  std::string list = "<ul>\n";
  std::string sections;
  for (const ReferenceDocument& document : ReferenceDocuments()) {
    if (FindContract(contracts, document.contract) == nullptr) continue;
    const std::string name(document.contract);
    const std::string path = PathOf(name);
    list += "<li><a href=\"#" + name + "\">" + name + "</a> (<a href=\"" +
            path + "\">OpenAPI</a>)</li>\n";
    sections += document.section;
    pages_.push_back({path, kJson, std::string(document.openapi)});
  }
  pages_.push_back({"/docs", kHtml,
                    std::string(kPageHead) + list + "</ul>\n" + sections +
                        "</body>\n</html>\n"});
}

const ReferenceHandler::Page* ReferenceHandler::Find(
    std::string_view target) const {
  const std::string_view path = target.substr(0, target.find('?'));
  for (const Page& page : pages_) {
    if (page.path == path) return &page;
  }
  return nullptr;
}

void ReferenceHandler::Handle(http::HttpRequest request,
                              http::Respond respond) {
  const Page* const page = Find(request.target);
  if (page == nullptr)
    return next_.Handle(std::move(request), std::move(respond));
  const bool reads = request.method == "GET" || request.method == "HEAD";
  HttpResponse response =
      reads ? Respond(page->content_type, page->body) : MethodNotAllowed();
  const absl::Duration duration = clock_.Now() - request.start_time;
  const std::string_view method = reads ? "GET" : "OTHER";
  base::Log(base::LogLevel::kInfo, "request",
            {{"contract", kName},
             {"method", method},
             {"route", std::string_view(page->path)},
             {"status", response.status},
             {"bytes_out", uint64_t{response.body.size()}}});
  if (observer_ != nullptr) {
    observer_->OnRequest(
        {kName, page->path, method, response.status, duration, ""});
  }
  respond(std::move(response));
}

HttpResponse ReferenceHandler::Refuse(const http::RequestHead& head,
                                      http::Refusal refusal) {
  return next_.Refuse(head, refusal);
}

}  // namespace rollbook::gateway

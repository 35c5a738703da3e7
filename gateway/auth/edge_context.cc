#include "gateway/auth/edge_context.h"

#include <string>
#include <string_view>

#include "gateway/traceparent.h"

namespace rollbook::gateway {
namespace {

constexpr std::string_view kTraceHeader = "traceparent";

}  // namespace

void FillInEdge(Exchange& exchange) {
  user::v1::EdgeContext& edge = exchange.edge;
  edge.Clear();
  edge.set_request_id(exchange.request_id);
  edge.set_key_id(exchange.credential->record.key_id());
  edge.set_generation(exchange.credential->record.generation());
  const http::Headers& headers = exchange.request.headers;
  const auto trace = headers.Find(kTraceHeader);
  if (trace && headers.Count(kTraceHeader) == 1 && IsTraceparent(*trace)) {
    edge.set_traceparent(std::string(*trace));
  }
}

}  // namespace rollbook::gateway

#ifndef ROLLBOOK_GATEWAY_HTTP_TLS_H_
#define ROLLBOOK_GATEWAY_HTTP_TLS_H_

#include <boost/asio/ssl/context.hpp>
#include <memory>

#include "absl/status/statusor.h"
#include "gateway/http/server.h"

namespace rollbook::gateway::http {

// TLS 1.2 and later with the options' certificate, key and client CA. Errors
// name the file at fault.
absl::StatusOr<std::shared_ptr<boost::asio::ssl::context>> MakeTlsContext(
    const HttpServerOptions& options);

}  // namespace rollbook::gateway::http

#endif  // ROLLBOOK_GATEWAY_HTTP_TLS_H_

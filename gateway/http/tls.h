#ifndef ROLLBOOK_GATEWAY_HTTP_TLS_H_
#define ROLLBOOK_GATEWAY_HTTP_TLS_H_

#include <boost/asio/ssl/context.hpp>
#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "base/mutex.h"
#include "gateway/http/server.h"

namespace rollbook::gateway::http {

// The certificate, key and client CA in force. Thread-safe.
class Tls {
 public:
  using Context = boost::asio::ssl::context;

  // Reads the files that `options` name, if any. On an error, which names the
  // file, what was in force stays so.
  absl::Status Load(const HttpServerOptions& options);

  // Null: clear HTTP. A connection keeps the context that it began with.
  std::shared_ptr<Context> context() const;

 private:
  mutable base::Mutex mutex_;
  std::shared_ptr<Context> context_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace rollbook::gateway::http

#endif  // ROLLBOOK_GATEWAY_HTTP_TLS_H_

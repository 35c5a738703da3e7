#ifndef ROLLBOOK_GATEWAY_HTTP_FETCH_H_
#define ROLLBOOK_GATEWAY_HTTP_FETCH_H_

#include <atomic>
#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/http/url.h"

namespace rollbook::gateway::http {

struct FetchOptions {
  absl::Duration timeout = absl::Seconds(5);  // for all of it
  size_t max_bytes = 256 << 10;
  // PEM file of who may sign the server's certificate; empty: the system's.
  std::string ca_file;
  // When set and true, the fetch is given up. Must outlive the call.
  const std::atomic<bool>* cancelled = nullptr;
};

// GETs a small document: the body of a 200, everything else is an error that
// says why. Follows no redirect, keeps no connection, and believes https only
// with a certificate for the host's name. Blocks; belongs on a thread of its
// own. Thread-safe.
absl::StatusOr<std::string> Fetch(const Url& url, const FetchOptions& options);

}  // namespace rollbook::gateway::http

#endif  // ROLLBOOK_GATEWAY_HTTP_FETCH_H_

#ifndef ROLLBOOK_SERVICES_RPC_LISTEN_ADDRESS_H_
#define ROLLBOOK_SERVICES_RPC_LISTEN_ADDRESS_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace rollbook::services {

// "127.0.0.1:7443", "localhost:0", "[::1]:7443": an address that only this
// machine reaches.
bool IsLoopbackAddress(std::string_view host_and_port);

// Makes room for a Unix socket at `path`: OK when there is nothing, or a
// socket file that nobody listens on (it is removed). Refuses (INVALID_ARGUMENT
// with a text for the operator) a path that is too long, a file that is no
// socket, and a socket that somebody answers on.
absl::Status ClaimSocketPath(const std::string& path);

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_RPC_LISTEN_ADDRESS_H_

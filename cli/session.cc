#include "cli/session.h"

#include "base/status_macros.h"
#include "cli/client.h"

namespace rollbook::cli {

Session::Session(Streams streams, const base::Clock& clock)
    : streams_(streams), clock_(clock), output_(streams.out) {}

Session::~Session() = default;

absl::StatusOr<Client*> Session::Connect() {
  if (!client_) {
    ASSIGN_OR_RETURN(client_, Client::Create(flags_));
  }
  return client_.get();
}

}  // namespace rollbook::cli

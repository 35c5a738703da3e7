#ifndef ROLLBOOK_GATEWAY_HTTP_CONNECTION_SLOT_H_
#define ROLLBOOK_GATEWAY_HTTP_CONNECTION_SLOT_H_

#include <memory>
#include <optional>
#include <string>

#include "gateway/http/server_state.h"

namespace rollbook::gateway::http {

// A connection's place among those that a server has: counted from Take()
// until the slot ends, in all and for its remote address. Movable.
class ConnectionSlot {
 public:
  // Nullopt when there are so many above a limit that one more is not even
  // told so.
  static std::optional<ConnectionSlot> Take(std::shared_ptr<ServerState> state,
                                            std::string peer_address);
  ~ConnectionSlot();
  ConnectionSlot(ConnectionSlot&& from) noexcept = default;
  ConnectionSlot& operator=(ConnectionSlot&&) = delete;

  const std::shared_ptr<ServerState>& state() const { return state_; }
  const std::string& peer_address() const { return peer_address_; }
  // Above a limit: it is only to be told that there are too many.
  bool overload() const { return overload_; }

 private:
  ConnectionSlot(std::shared_ptr<ServerState> state, std::string peer_address)
      : state_(std::move(state)), peer_address_(std::move(peer_address)) {}

  std::shared_ptr<ServerState> state_;  // null: moved away
  std::string peer_address_;
  std::string client_;  // what it is counted by; empty: not by address
  bool overload_ = false;
};

}  // namespace rollbook::gateway::http

#endif  // ROLLBOOK_GATEWAY_HTTP_CONNECTION_SLOT_H_

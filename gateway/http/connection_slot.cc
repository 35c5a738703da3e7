#include "gateway/http/connection_slot.h"

#include <utility>

#include "gateway/limits/ip_address.h"

namespace rollbook::gateway::http {
namespace {

// How many connections above a limit are told so at the same time; those
// above are closed without a word.
constexpr size_t kRefusedConnections = 64;

}  // namespace

std::optional<ConnectionSlot> ConnectionSlot::Take(
    std::shared_ptr<ServerState> state, std::string peer_address) {
  ConnectionSlot slot(std::move(state), std::move(peer_address));
  ServerState& server = *slot.state_;
  const size_t all = server.connections.Enter();
  size_t limit = server.options.max_connections;
  bool silent = all > limit + kRefusedConnections;
  slot.overload_ = all > limit;
  if (const auto address = IpAddress::Parse(slot.peer_address_)) {
    slot.client_ = address->ClientBytes();
    const size_t own = server.addresses.Enter(slot.client_);
    limit = server.options.max_connections_per_address;
    silent |= own > limit + kRefusedConnections;
    slot.overload_ |= own > limit;
  }
  if (silent) return std::nullopt;
  return slot;
}

ConnectionSlot::~ConnectionSlot() {
  if (state_ == nullptr) return;
  if (!client_.empty()) state_->addresses.Leave(client_);
  state_->connections.Leave();
}

}  // namespace rollbook::gateway::http

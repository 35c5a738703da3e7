#ifndef ROLLBOOK_GATEWAY_HTTP_LISTENER_H_
#define ROLLBOOK_GATEWAY_HTTP_LISTENER_H_

#include <boost/asio/steady_timer.hpp>
#include <cstddef>
#include <memory>
#include <vector>

#include "gateway/http/io_loop.h"
#include "gateway/http/server_state.h"
#include "gateway/http/sockets.h"

namespace rollbook::gateway::http {

// Accepts connections on the first loop and deals them out to all loops in
// turn. (A socket per loop with SO_REUSEPORT would let a second server bind
// the same address without an error.)
class Listener {
 public:
  // The loops must outlive the listener, which must outlive their threads.
  Listener(Acceptor acceptor, std::shared_ptr<ServerState> state,
           std::vector<IoLoop*> loops);

  // From any thread, once each. In between, the listener is counted in
  // `state->listeners`; it leaves when its last operation has ended.
  void Start();
  void Stop();

 private:
  void Accept();
  void OnAccept(const ErrorCode& error, PlainStream socket, IoLoop& loop);
  void RetryLater();

  Acceptor acceptor_;
  asio::steady_timer retry_timer_;
  const std::shared_ptr<ServerState> state_;
  const std::vector<IoLoop*> loops_;
  size_t next_loop_ = 0;
};

}  // namespace rollbook::gateway::http

#endif  // ROLLBOOK_GATEWAY_HTTP_LISTENER_H_

#ifndef ROLLBOOK_GATEWAY_HTTP_IO_LOOP_H_
#define ROLLBOOK_GATEWAY_HTTP_IO_LOOP_H_

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <chrono>
#include <memory>
#include <string_view>
#include <thread>
#include <unordered_set>
#include <utility>
#include <vector>

#include "gateway/http/http_date.h"
#include "gateway/http/sockets.h"

namespace rollbook::gateway::http {

using SteadyTime = std::chrono::steady_clock::time_point;

// A connection as its loop sees it. All on the loop's thread.
class LoopMember {
 public:
  virtual ~LoopMember() = default;

  // Called every tick: acts when what it is doing has taken too long.
  virtual void CheckDeadline(SteadyTime now) = 0;
  // The server is draining: end when no request is under way.
  virtual void Drain() = 0;
  // End at once.
  virtual void Close() = 0;
};

// One thread with its io_context and the connections that live on it: they
// never leave it, so they need no lock. One timer looks after the deadlines of
// all of them, instead of one timer each that is set anew with every request.
//
// Whoever answers late may hold the loop longer than the server does; nothing
// that is queued in the loop may hold it.
class IoLoop : public std::enable_shared_from_this<IoLoop> {
 public:
  explicit IoLoop(std::chrono::milliseconds tick);

  void Start();
  // Ends the thread; what is posted later is never run.
  void Stop();

  asio::io_context& context() { return context_; }
  template <typename Function>
  void Post(Function function) {
    asio::post(context_, std::move(function));
  }

  // The rest: on the loop's thread only.
  void Add(std::shared_ptr<LoopMember> member);
  void Remove(const std::shared_ptr<LoopMember>& member);
  void DrainMembers();
  void CloseMembers();
  std::string_view Date();

 private:
  using Timer =
      asio::basic_waitable_timer<std::chrono::steady_clock,
                                 asio::wait_traits<std::chrono::steady_clock>,
                                 Executor>;

  void Tick();
  // A copy, because members leave while they are called.
  std::vector<std::shared_ptr<LoopMember>> Members() const;

  const std::chrono::milliseconds tick_;
  asio::io_context context_;
  Timer timer_;
  std::unordered_set<std::shared_ptr<LoopMember>> members_;
  HttpDate date_;
  std::thread thread_;
};

}  // namespace rollbook::gateway::http

#endif  // ROLLBOOK_GATEWAY_HTTP_IO_LOOP_H_

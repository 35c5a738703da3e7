#include "services/rpc/stream_ticker.h"

#include <utility>

namespace rollbook::services {

using base::MutexLock;

StreamTicker::StreamTicker(bool own_thread) {
  if (own_thread) thread_ = std::thread([this] { Run(); });
}

StreamTicker::~StreamTicker() {
  {
    MutexLock lock(mutex_);
    stopping_ = true;
  }
  wake_.NotifyAll();
  if (thread_.joinable()) thread_.join();
}

uint64_t StreamTicker::Register(OnTick on_tick) {
  MutexLock lock(mutex_);
  const uint64_t id = next_id_++;
  OnTick& registered = streams_[id] = std::move(on_tick);
  if (draining_) registered(Tick::kDrain);
  return id;
}

void StreamTicker::Unregister(uint64_t id) {
  OnTick dropped;  // destroyed without the lock
  MutexLock lock(mutex_);
  const auto it = streams_.find(id);
  if (it == streams_.end()) return;
  dropped = std::move(it->second);
  streams_.erase(it);
}

void StreamTicker::TickNow() {
  MutexLock lock(mutex_);
  TellAll(Tick::kTime);
}

void StreamTicker::Drain() {
  MutexLock lock(mutex_);
  draining_ = true;
  TellAll(Tick::kDrain);
}

void StreamTicker::TellAll(Tick tick) {
  for (auto& [id, on_tick] : streams_) on_tick(tick);
}

void StreamTicker::Run() {
  MutexLock lock(mutex_);
  while (!stopping_) {
    if (!wake_.WaitFor(mutex_, kTickInterval)) TellAll(Tick::kTime);
  }
}

}  // namespace rollbook::services

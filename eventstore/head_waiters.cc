#include "eventstore/head_waiters.h"

#include <algorithm>
#include <limits>

namespace rollbook::eventstore {

uint64_t HeadWaiters::Add(uint64_t position, Wake wake) {
  uint64_t id = 0;
  {
    base::MutexLock lock(mutex_);
    id = ++last_id_;
    if (position > head_) {
      waiting_.emplace(Waiting{position, id}, std::move(wake));
      positions_.emplace(id, position);
      return id;
    }
    running_.emplace(id, std::this_thread::get_id());
  }
  Run(id, wake);
  return id;
}

void HeadWaiters::Cancel(uint64_t id) {
  Wake dropped;  // destroyed outside the lock: it may own anything
  base::MutexLock lock(mutex_);
  if (const auto position = positions_.find(id); position != positions_.end()) {
    const auto waiting = waiting_.find({position->second, id});
    dropped = std::move(waiting->second);
    waiting_.erase(waiting);
    positions_.erase(position);
    return;
  }
  for (auto running = running_.find(id);
       running != running_.end() &&
       running->second != std::this_thread::get_id();
       running = running_.find(id)) {
    finished_.Wait(mutex_);
  }
}

void HeadWaiters::Advance(uint64_t head) {
  while (true) {
    uint64_t id = 0;
    Wake wake;
    {
      base::MutexLock lock(mutex_);
      head_ = std::max(head_, head);
      if (waiting_.empty() || waiting_.begin()->first.first > head_) return;
      const auto first = waiting_.begin();
      id = first->first.second;
      wake = std::move(first->second);
      waiting_.erase(first);
      positions_.erase(id);
      running_.emplace(id, std::this_thread::get_id());
    }
    Run(id, wake);
  }
}

void HeadWaiters::Close() { Advance(std::numeric_limits<uint64_t>::max()); }

void HeadWaiters::Run(uint64_t id, Wake& wake) {
  std::move(wake)();
  wake = nullptr;  // gone before CancelWait may return
  base::MutexLock lock(mutex_);
  running_.erase(id);
  finished_.NotifyAll();
}

}  // namespace rollbook::eventstore

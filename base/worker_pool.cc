#include "base/worker_pool.h"

#include <utility>

namespace rollbook::base {

WorkerPool::WorkerPool(size_t threads, size_t max_queued)
    : max_queued_(max_queued) {
  threads_.reserve(threads);
  for (size_t i = 0; i < threads; ++i) {
    threads_.emplace_back([this] { Run(); });
  }
}

WorkerPool::~WorkerPool() {
  {
    MutexLock lock(mutex_);
    stopping_ = true;
  }
  wake_.NotifyAll();
  for (std::thread& thread : threads_) thread.join();
}

bool WorkerPool::TrySubmit(Task task) {
  bool wake = false;
  {
    MutexLock lock(mutex_);
    if (stopping_ || tasks_.size() >= max_queued_) return false;
    tasks_.push_back(std::move(task));
    wake = BeginWaking();
  }
  if (wake) wake_.NotifyOne();
  return true;
}

size_t WorkerPool::queued() const {
  MutexLock lock(mutex_);
  return tasks_.size();
}

bool WorkerPool::BeginWaking() {
  if (tasks_.empty() || idle_ == 0 || waking_) return false;
  waking_ = true;
  return true;
}

void WorkerPool::Run() {
  for (;;) {
    Task task;
    bool wake = false;
    {
      MutexLock lock(mutex_);
      while (tasks_.empty() && !stopping_) {
        ++idle_;
        wake_.Wait(mutex_);
        --idle_;
        waking_ = false;
      }
      if (tasks_.empty()) return;
      task = std::move(tasks_.front());
      tasks_.pop_front();
      wake = BeginWaking();
    }
    if (wake) wake_.NotifyOne();
    std::move(task)();
  }
}

}  // namespace rollbook::base

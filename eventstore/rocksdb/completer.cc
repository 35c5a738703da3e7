#include "eventstore/rocksdb/completer.h"

#include <utility>

namespace rollbook::eventstore {

Completer::Completer(HeadWaiters& waiters, Admission& admission,
                     std::function<void(const CommitObservation&)> on_commit)
    : waiters_(waiters),
      admission_(admission),
      on_commit_(std::move(on_commit)),
      thread_([this] { Run(); }) {}

Completer::~Completer() {
  {
    base::MutexLock lock(mutex_);
    stopping_ = true;
  }
  wake_.NotifyOne();
  thread_.join();
}

void Completer::Push(Group group) {
  {
    base::MutexLock lock(mutex_);
    groups_.push_back(std::move(group));
  }
  wake_.NotifyOne();
}

void Completer::Run() {
  std::vector<Group> groups;
  while (true) {
    groups.clear();
    {
      base::MutexLock lock(mutex_);
      while (groups_.empty() && !stopping_) wake_.Wait(mutex_);
      if (groups_.empty()) return;
      groups.swap(groups_);
    }
    for (Group& group : groups) Complete(group);
  }
}

void Completer::Complete(Group& group) {
  if (group.observation && on_commit_) on_commit_(*group.observation);
  waiters_.Advance(group.head);
  for (std::unique_ptr<PendingAppend>& pending : group.appends) {
    std::move(pending->done)(std::move(pending->outcome));
    pending.reset();
  }
  admission_.Leave(group.appends.size());
}

}  // namespace rollbook::eventstore

#include "gateway/http/io_loop.h"

#include "base/clock.h"

namespace rollbook::gateway::http {
namespace {

// One thread runs the context: Asio may then spare some locking.
constexpr int kThreadsOfAContext = 1;

}  // namespace

IoLoop::IoLoop(std::chrono::milliseconds tick)
    : tick_(tick), context_(kThreadsOfAContext), timer_(context_) {}

void IoLoop::Start() {
  Tick();
  thread_ = std::thread([this] { context_.run(); });
}

void IoLoop::Stop() {
  context_.stop();
  if (thread_.joinable()) thread_.join();
}

void IoLoop::Add(std::shared_ptr<LoopMember> member) {
  members_.insert(std::move(member));
}

void IoLoop::Remove(const std::shared_ptr<LoopMember>& member) {
  members_.erase(member);
}

void IoLoop::DrainMembers() {
  for (const auto& member : Members()) member->Drain();
}

void IoLoop::CloseMembers() {
  for (const auto& member : Members()) member->Close();
}

std::string_view IoLoop::Date() { return date_.At(base::SystemClock().Now()); }

void IoLoop::Tick() {
  timer_.expires_after(tick_);
  timer_.async_wait([this](const ErrorCode& error) {
    if (error) return;
    const SteadyTime now = std::chrono::steady_clock::now();
    for (const auto& member : Members()) member->CheckDeadline(now);
    Tick();
  });
}

std::vector<std::shared_ptr<LoopMember>> IoLoop::Members() const {
  return {members_.begin(), members_.end()};
}

}  // namespace rollbook::gateway::http

#include "gateway/auth/jwt/issuer_keys.h"

#include <utility>

#include "base/error.h"
#include "base/log.h"
#include "base/status_macros.h"
#include "base/text_file.h"

namespace rollbook::gateway::jwt {
namespace {

class FileKeys final : public IssuerKeys {
 public:
  explicit FileKeys(JwkSetPtr keys) : keys_(std::move(keys)) {}

  JwkSetPtr current() const override { return keys_; }
  bool LookAgain(absl::AnyInvocable<void()>) override { return false; }
  void WaitForFirst() override {}
  void Stop() override {}

 private:
  const JwkSetPtr keys_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<IssuerKeys>> ReadKeyFile(
    const std::string& path) {
  ASSIGN_OR_RETURN(const std::string text, base::ReadTextFile(path));
  auto keys = JwkSet::Parse(text);
  if (!keys.ok()) {
    return base::ErrorWithText(
        base::Reason::kInvalidArgument,
        path + ": " + std::string(keys.status().message()));
  }
  return std::make_unique<FileKeys>(*std::move(keys));
}

UrlKeys::UrlKeys(UrlKeysOptions options)
    : options_(std::move(options)),
      current_(options_.first),
      wanted_(true),
      thread_([this] { Run(); }) {}

UrlKeys::~UrlKeys() { Stop(); }

void UrlKeys::Stop() {
  stopping_ = true;
  {
    base::MutexLock lock(mutex_);
    changed_.NotifyAll();
  }
  if (thread_.joinable()) thread_.join();
}

void UrlKeys::WaitForFirst() {
  base::MutexLock lock(mutex_);
  while (!first_ended_) changed_.Wait(mutex_);
}

JwkSetPtr UrlKeys::current() const {
  base::MutexLock lock(mutex_);
  return current_;
}

bool UrlKeys::LookAgain(absl::AnyInvocable<void()> done) {
  base::MutexLock lock(mutex_);
  if (stopping_ || waiting_.size() >= kMaxWaiting) return false;
  if (!wanted_) {
    if (!MayLookLocked()) return false;
    wanted_ = true;
    changed_.NotifyAll();
  }
  waiting_.push_back(std::move(done));
  return true;
}

bool UrlKeys::MayLookLocked() {
  const absl::Duration now = options_.clock->SinceBoot();
  while (!looks_.empty() && now - looks_.front() >= kLooksPer) {
    looks_.pop_front();
  }
  if (looks_.size() >= kMaxLooks) return false;
  looks_.push_back(now);
  return true;
}

void UrlKeys::Run() {
  while (WaitForReason()) {
    const bool fetched = FetchOnce();
    Waiting waiting;
    {
      base::MutexLock lock(mutex_);
      wanted_ = false;
      first_ended_ = true;
      pause_ = fetched ? options_.interval : options_.retry_interval;
      waiting.swap(waiting_);
      changed_.NotifyAll();
    }
    for (auto& done : waiting) done();
  }
  Waiting waiting;
  {
    base::MutexLock lock(mutex_);
    waiting.swap(waiting_);
  }
  for (auto& done : waiting) done();
}

bool UrlKeys::WaitForReason() {
  base::MutexLock lock(mutex_);
  while (!stopping_ && !wanted_) {
    if (!changed_.WaitFor(mutex_, pause_)) wanted_ = true;
  }
  return !stopping_;
}

bool UrlKeys::FetchOnce() {
  absl::StatusOr<std::string> text = options_.fetch(options_.url, stopping_);
  absl::StatusOr<JwkSetPtr> keys =
      text.ok() ? JwkSet::Parse(*text)
                : absl::StatusOr<JwkSetPtr>(text.status());
  if (!keys.ok()) {
    base::Log(base::LogLevel::kWarning, "token_keys_not_fetched",
              {{"issuer", options_.issuer},
               {"error", std::string(keys.status().message())}});
    return false;
  }
  base::MutexLock lock(mutex_);
  current_ = *std::move(keys);
  return true;
}

}  // namespace rollbook::gateway::jwt

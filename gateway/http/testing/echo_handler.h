#ifndef ROLLBOOK_GATEWAY_HTTP_TESTING_ECHO_HANDLER_H_
#define ROLLBOOK_GATEWAY_HTTP_TESTING_ECHO_HANDLER_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "base/mutex.h"
#include "gateway/http/handler.h"

namespace rollbook::gateway::http {

// Answers with "METHOD target body"; what is sent to /held only when released.
class EchoHandler final : public HttpHandler {
 public:
  void Handle(HttpRequest request, Respond respond) override {
    HttpResponse response;
    response.body = request.method + " " + request.target + " " + request.body;
    base::MutexLock lock(mutex_);
    last_ = std::move(request);
    ++handled_;
    if (last_.target != "/held") return respond(std::move(response));
    held_.emplace_back(std::move(respond), std::move(response));
    changed_.NotifyAll();
  }

  HttpResponse Refuse(const RequestHead& head, Refusal refusal) override {
    switch (refusal) {
      case Refusal::kBadFraming:
        return {400, {}, head.target};
      case Refusal::kPayloadTooLarge:
        return {413, {}, head.target};
      case Refusal::kTimeout:
        return {408, {}, head.target};
      case Refusal::kOverloaded:
        return {503, {}, head.target};
    }
    return {500, {}, ""};
  }

  void WaitUntilHeld() {
    base::MutexLock lock(mutex_);
    while (held_.empty()) changed_.Wait(mutex_);
  }

  // Answers all that is held, on the caller's thread.
  void Release() {
    std::vector<std::pair<Respond, HttpResponse>> held;
    {
      base::MutexLock lock(mutex_);
      held.swap(held_);
    }
    for (auto& [respond, response] : held) respond(std::move(response));
  }

  int handled() const {
    base::MutexLock lock(mutex_);
    return handled_;
  }
  HttpRequest last() const {
    base::MutexLock lock(mutex_);
    return last_;
  }

 private:
  mutable base::Mutex mutex_;
  base::CondVar changed_;
  int handled_ ABSL_GUARDED_BY(mutex_) = 0;
  HttpRequest last_ ABSL_GUARDED_BY(mutex_);
  std::vector<std::pair<Respond, HttpResponse>> held_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace rollbook::gateway::http

#endif  // ROLLBOOK_GATEWAY_HTTP_TESTING_ECHO_HANDLER_H_

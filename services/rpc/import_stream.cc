#include "services/rpc/import_stream.h"

#include <utility>

#include "base/error.h"
#include "services/positions.h"

namespace rollbook::services {

using base::MutexLock;
using base::Reason;

ImportStream* ImportStream::Start(const StreamHost& host,
                                  const FrontDesk::Visit& visit,
                                  absl::StatusOr<Caller> caller,
                                  UserRegister* users,
                                  const eventstore::EventStore* store) {
  auto stream = std::make_shared<ImportStream>(host, visit, std::move(caller),
                                               users, store);
  stream->self_ = stream;
  stream->ticker_id_ =
      host.ticker->Register([raw = stream.get()](StreamTicker::Tick tick) {
        if (tick == StreamTicker::Tick::kDrain) {
          raw->Stop(base::Error(Reason::kShuttingDown));
        }
      });
  MutexLock lock(stream->mutex_);
  if (!stream->caller_.ok()) stream->stop_ = stream->caller_.status();
  stream->Advance();
  return stream.get();
}

ImportStream::ImportStream(const StreamHost& host,
                           const FrontDesk::Visit& visit,
                           absl::StatusOr<Caller> caller, UserRegister* users,
                           const eventstore::EventStore* store)
    : host_(host),
      visit_(visit),
      caller_(std::move(caller)),
      users_(*users),
      store_(*store) {}

void ImportStream::OnReadDone(bool ok) {
  uint64_t number = 0;
  std::string partner_id;
  {
    MutexLock lock(mutex_);
    if (!ok) half_closed_ = true;
    absl::StatusOr<uint64_t> accepted = absl::CancelledError();
    if (ok && !finished_ && stop_.ok()) {
      accepted = Accept();
      stop_ = accepted.status();
    }
    if (!accepted.ok()) {
      reading_ = false;
      return Advance();
    }
    number = *accepted;
    partner_id = partner_id_;
  }
  // Without the lock: the use case may reply on this thread. The read counts
  // as under way until the request has been handed over.
  users_.ImportUser(
      *caller_, partner_id, std::move(request_),
      [self = shared_from_this(), number](absl::StatusOr<Item> outcome) {
        self->OnOutcome(number, std::move(outcome));
      });
  MutexLock lock(mutex_);
  reading_ = false;
  Advance();
}

absl::StatusOr<uint64_t> ImportStream::Accept() {
  const std::string& named = request_.partner_id();
  if (partner_id_.empty()) partner_id_ = named;
  if (partner_id_.empty() || (!named.empty() && named != partner_id_)) {
    return base::Error(
        Reason::kInvalidArgument,
        {.violations = {{"partner_id",
                         partner_id_.empty() ? "REQUIRED" : "FIXED",
                         "All users of a stream belong to the partner that "
                         "its first message names"}}});
  }
  window_.emplace_back();
  ++in_work_;
  return first_ + window_.size() - 1;
}

void ImportStream::OnOutcome(uint64_t number, absl::StatusOr<Item> outcome) {
  MutexLock lock(mutex_);
  --in_work_;
  if (outcome.ok()) {
    window_[number - first_] = *std::move(outcome);
  } else if (stop_.ok()) {
    stop_ = outcome.status();
  }
  Advance();
}

void ImportStream::OnWriteDone(bool ok) {
  MutexLock lock(mutex_);
  writing_ = false;
  if (!ok) {
    gone_ = true;
    if (stop_.ok()) stop_ = absl::CancelledError();
  }
  Advance();
}

void ImportStream::OnCancel() {
  {
    MutexLock lock(mutex_);
    gone_ = true;
  }
  Stop(absl::CancelledError());
}

void ImportStream::Stop(const absl::Status& why) {
  MutexLock lock(mutex_);
  if (stop_.ok()) stop_ = why;
  Advance();
}

void ImportStream::OnDone() {
  host_.ticker->Unregister(ticker_id_);
  self_.reset();
}

// gRPC's operations never run a reaction on the calling thread, so they may be
// started under the lock; that way none starts after Finish.
void ImportStream::Advance() {
  if (finished_) return;
  if (!writing_ && !gone_ && FillResponse()) {
    writing_ = true;
    StartWrite(&response_);
  }
  const bool may_read = stop_.ok() && !half_closed_;
  if (may_read && !reading_ && window_.size() < kImportWindow) {
    reading_ = true;
    request_.Clear();
    StartRead(&request_);
  }
  // An outcome behind one that failed is never told: the client resumes there.
  if (!may_read && in_work_ == 0 && !writing_) {
    finished_ = true;
    Finish(host_.desk->EndStream(visit_, stop_));
  }
}

bool ImportStream::FillResponse() {
  response_.Clear();
  while (!window_.empty() && window_.front().has_value() &&
         response_.items_size() < kMaxImportOutcomes) {
    *response_.add_items() = *std::move(window_.front());
    window_.pop_front();
    ++first_;
  }
  if (response_.items_size() == 0) return false;
  SetPosition(store_.Head(), response_.mutable_position());
  return true;
}

}  // namespace rollbook::services

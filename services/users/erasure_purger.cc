#include "services/users/erasure_purger.h"

#include <utility>

#include "base/error.h"
#include "base/status_macros.h"
#include "services/positions.h"
#include "services/timestamps.h"
#include "services/users/append_builder.h"

namespace rollbook::services {
namespace {

// What the row that says so was when the purge began is done with; an erasure
// since then has written another.
absl::Status TakeOffList(eventstore::EventStore& store,
                         const std::string& row) {
  eventstore::AppendRequest request;
  request.stream = {{"$system"}, "erasure"};
  eventstore::SideWrite& done = request.side_writes.emplace_back();
  done.family = eventstore::SideWrite::Family::kMeta;
  done.key = kErasurePendingRow;
  done.expected = row;
  return store.AppendAndWait(std::move(request)).status();
}

}  // namespace

ErasurePurger::ErasurePurger(Dependencies dependencies)
    : deps_(std::move(dependencies)), thread_([this] { Run(); }) {}

ErasurePurger::~ErasurePurger() {
  {
    base::MutexLock lock(mutex_);
    stop_ = true;
    wake_.NotifyOne();
  }
  thread_.join();
}

void ErasurePurger::PurgeNow(Reply<admin::v1::PurgeErasedResponse> reply) {
  base::MutexLock lock(mutex_);
  asked_.push_back(std::move(reply));
  wake_.NotifyOne();
}

void ErasurePurger::Run() {
  for (;;) {
    Replies asked;
    {
      base::MutexLock lock(mutex_);
      if (asked_.empty() && !stop_) wake_.WaitFor(mutex_, deps_.interval);
      asked = std::exchange(asked_, {});
    }
    if (stop_) {
      for (auto& reply : asked) reply(base::Error(base::Reason::kShuttingDown));
      return;
    }
    if (asked.empty() && !IsPending()) continue;
    const auto response = Purge();
    for (auto& reply : asked) reply(response);
  }
}

bool ErasurePurger::IsPending() const {
  const auto row = deps_.store->GetMeta(kErasurePendingRow);
  return row.ok() && row->has_value();
}

absl::StatusOr<admin::v1::PurgeErasedResponse> ErasurePurger::Purge() {
  ASSIGN_OR_RETURN(const auto pending,
                   deps_.store->GetMeta(kErasurePendingRow));
  PurgeCertificate certificate{.lineage = deps_.store->Lineage(),
                               .position = deps_.store->Head(),
                               .time = {}};
  RETURN_IF_ERROR(deps_.purge(stop_));
  if (pending) RETURN_IF_ERROR(TakeOffList(*deps_.store, *pending));
  certificate.time = deps_.clock->Now();
  admin::v1::PurgeErasedResponse response;
  SetPosition(certificate.position, response.mutable_position());
  SetTimestamp(certificate.time, response.mutable_time());
  response.set_certificate(deps_.sign_note(TextOf(certificate)));
  return response;
}

}  // namespace rollbook::services

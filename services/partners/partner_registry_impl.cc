#include "services/partners/partner_registry_impl.h"

#include <utility>
#include <variant>

#include "base/error.h"
#include "base/status_macros.h"
#include "rollbook/storage/v1/user_payload.pb.h"
#include "services/partners/partner_stream.h"

namespace rollbook::services {
namespace {

using base::Reason;
using eventstore::AppendRequest;
using eventstore::SideWrite;

// The event's type in the log: the name of its message.
std::string TypeOf(const admin::v1::PartnerEvent& event) {
  using Event = admin::v1::PartnerEvent;
  switch (event.event_case()) {
    case Event::kPartnerCreated:
      return "PartnerCreated";
    case Event::kPartnerPolicyChanged:
      return "PartnerPolicyChanged";
    case Event::kPartnerStatusChanged:
      return "PartnerStatusChanged";
    case Event::kKeyCreated:
      return "KeyCreated";
    case Event::kKeyRotated:
      return "KeyRotated";
    case Event::kKeyRevoked:
      return "KeyRevoked";
    case Event::EVENT_NOT_SET:
      break;
  }
  return "";
}

}  // namespace

absl::Status PartnerRegistry::Impl::Load() {
  ASSIGN_OR_RETURN(const auto rows, store_->ScanMeta(kPartnerRowPrefix));
  PartnerSnapshot snapshot;
  for (const auto& [name, sealed] : rows) {
    ASSIGN_OR_RETURN(const std::string bytes, vault_->OpenRow(name, sealed));
    auto entry = std::make_shared<PartnerEntry>();
    if (!entry->row.ParseFromString(bytes) ||
        PartnerRow(entry->row.partner_id()) != name) {
      return base::Error(Reason::kDataCorrupted);
    }
    ASSIGN_OR_RETURN(const auto stream,
                     store_->Load(PartnerStream(entry->row.partner_id())));
    if (!stream) return base::Error(Reason::kDataCorrupted);
    entry->generation = stream->version.value;
    snapshot.Set(std::move(entry));
  }
  tables_.Reset(std::move(snapshot));
  return absl::OkStatus();
}

void PartnerRegistry::Impl::Change(const std::string& actor,
                                   const std::string& partner_id, Edit edit,
                                   Done done) {
  // The queue drops what it refuses, and the caller must hear of it.
  auto shared_done = std::make_shared<Done>(std::move(done));
  const bool queued =
      turns_.Run({{"$registry"}, "changes"},
                 [self = shared_from_this(), actor, partner_id, shared_done,
                  edit = std::move(edit)](StreamQueue::Turn turn) mutable {
                   self->ChangeInTurn(actor, partner_id, std::move(edit),
                                      std::move(*shared_done), std::move(turn));
                 });
  if (!queued) (*shared_done)(base::Error(Reason::kOverloaded));
}

void PartnerRegistry::Impl::ChangeInTurn(const std::string& actor,
                                         const std::string& partner_id,
                                         Edit edit, Done done,
                                         StreamQueue::Turn turn) {
  const auto current = Current()->Find(partner_id);
  absl::StatusOr<Draft> draft = edit(current.get());
  if (!draft.ok()) return done(std::move(draft).status());
  if (draft->events.empty()) return done(Committed{current, store_->Head()});
  auto request = MakeAppend(actor, partner_id, current.get(), *draft);
  if (!request.ok()) return done(std::move(request).status());
  auto next = std::make_shared<PartnerEntry>();
  next->row = std::move(draft->row);
  if (!draft->ends_credential) {
    if (current != nullptr) next->gate = current->gate;
    return Append(*std::move(request), current, std::move(next),
                  std::move(done), std::move(turn));
  }
  // Nobody gets in with the credential from here on, and whoever is inside
  // gets into the log first: a revocation holds from its commit on.
  auto pending = std::make_shared<PartnerEntry>(*next);
  pending->generation = current->generation;
  tables_.Set(std::move(pending));
  current->gate->Close([self = shared_from_this(), append = *std::move(request),
                        current, next = std::move(next), done = std::move(done),
                        turn = std::move(turn)]() mutable {
    self->Append(std::move(append), std::move(current), std::move(next),
                 std::move(done), std::move(turn));
  });
}

void PartnerRegistry::Impl::Append(AppendRequest request,
                                   PartnerSnapshot::Entry current,
                                   std::shared_ptr<PartnerEntry> next,
                                   Done done, StreamQueue::Turn turn) {
  store_->Append(
      std::move(request),
      [self = shared_from_this(), current = std::move(current),
       next = std::move(next), done = std::move(done), turn = std::move(turn)](
          absl::StatusOr<eventstore::AppendOutcome> outcome) mutable {
        auto committed = self->Commit(current, std::move(next), outcome);
        turn.End();
        done(std::move(committed));
      });
}

absl::StatusOr<AppendRequest> PartnerRegistry::Impl::MakeAppend(
    const std::string& actor, const std::string& partner_id,
    const PartnerEntry* current, const Draft& draft) const {
  AppendRequest request;
  request.stream = PartnerStream(partner_id);
  request.expected_version =
      eventstore::Version{current == nullptr ? 0 : current->generation};
  storage::v1::EventMetadata metadata;
  metadata.set_actor(actor);
  for (const auto& event : draft.events) {
    eventstore::NewEvent& out = request.events.emplace_back();
    out.type = TypeOf(event);
    out.metadata = metadata.SerializeAsString();
    out.clear_payload = event.SerializeAsString();
  }
  request.snapshot.emplace();
  // The expected version guards the row as well: it changes only with events.
  SideWrite& row = request.side_writes.emplace_back();
  row.family = SideWrite::Family::kMeta;
  row.key = PartnerRow(partner_id);
  row.value = vault_->SealRow(row.key, draft.row.SerializeAsString());
  if (current == nullptr) row.expected = "";
  return request;
}

absl::StatusOr<PartnerRegistry::Impl::Committed> PartnerRegistry::Impl::Commit(
    const PartnerSnapshot::Entry& current, std::shared_ptr<PartnerEntry> next,
    const absl::StatusOr<eventstore::AppendOutcome>& outcome) {
  const auto* appended =
      outcome.ok() ? std::get_if<eventstore::Appended>(&*outcome) : nullptr;
  if (appended == nullptr) {
    if (current != nullptr) {
      // What was refused for the time being is accepted again.
      auto restored = std::make_shared<PartnerEntry>(*current);
      restored->gate = next->gate;
      tables_.Set(std::move(restored));
    }
    RETURN_IF_ERROR(outcome.status());
    return base::Error(current == nullptr ? Reason::kPartnerExists
                                          : Reason::kVersionConflict);
  }
  next->generation = appended->version.value;
  tables_.Set(next);
  Tell(next->row.partner_id(), next->generation);
  return Committed{std::move(next), appended->position};
}

void PartnerRegistry::Impl::Tell(const std::string& partner_id,
                                 uint64_t generation) {
  gateway::v1::WatchCredentialsResponse change;
  change.set_changed_partner_id(partner_id);
  change.set_generation(generation);
  base::MutexLock lock(watchers_mutex_);
  for (auto& [id, watcher] : watchers_) watcher(change);
}

uint64_t PartnerRegistry::Impl::Watch(OnChange on_change) {
  base::MutexLock lock(watchers_mutex_);
  watchers_.emplace(++last_watcher_, std::move(on_change));
  return last_watcher_;
}

void PartnerRegistry::Impl::StopWatching(uint64_t id) {
  // Watchers run under the lock: after this none of them runs any more.
  base::MutexLock lock(watchers_mutex_);
  watchers_.erase(id);
}

}  // namespace rollbook::services

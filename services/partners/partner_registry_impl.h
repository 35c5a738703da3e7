#ifndef ROLLBOOK_SERVICES_PARTNERS_PARTNER_REGISTRY_IMPL_H_
#define ROLLBOOK_SERVICES_PARTNERS_PARTNER_REGISTRY_IMPL_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/btree_map.h"
#include "services/keys/key_vault.h"
#include "services/partners/partner_registry.h"
#include "services/partners/partner_tables.h"
#include "services/stream_queue.h"

namespace rollbook::services {

// What the registry's parts share; included by them only.
class PartnerRegistry::Impl
    : public std::enable_shared_from_this<PartnerRegistry::Impl> {
 public:
  Impl(eventstore::EventStore* store, KeyVault* vault, const base::Clock* clock,
       base::Random* random, ContractCatalogue contracts)
      : store_(store),
        vault_(vault),
        clock_(clock),
        random_(random),
        contracts_(std::move(contracts)) {}

  absl::Status Load();

  // What a change makes of a partner. Without events nothing is written.
  struct Draft {
    storage::v1::StoredPartner row;
    std::vector<admin::v1::PartnerEvent> events = {};
    // A key, or the partner, is not accepted any more.
    bool ends_credential = false;
  };
  struct Committed {
    std::shared_ptr<const PartnerEntry> entry;
    eventstore::Position position;
  };
  // Sees the partner as it is now (nullptr: there is none).
  using Edit =
      absl::AnyInvocable<absl::StatusOr<Draft>(const PartnerEntry* current)>;
  using Done = absl::AnyInvocable<void(absl::StatusOr<Committed>)>;

  // Edits, appends, and puts the change into force. Changes take turns, all
  // of them: what must be unique among partners (a token's client) is then
  // checked against the tables alone.
  void Change(const std::string& actor, const std::string& partner_id,
              Edit edit, Done done);

  std::shared_ptr<const PartnerSnapshot> Current() const {
    return tables_.Current();
  }
  absl::Time Now() const { return clock_->Now(); }
  base::Random& random() { return *random_; }
  const ContractCatalogue& contracts() const { return contracts_; }
  // kNone for a contract that is not in the catalogue any more.
  ContractTraits::Key KeyKindOf(const storage::v1::StoredPartner& row) const {
    const ContractTraits* const traits = TraitsOf(contracts_, row.contract());
    return traits == nullptr ? ContractTraits::Key::kNone : traits->key;
  }

  uint64_t Watch(OnChange on_change);
  void StopWatching(uint64_t id);

 private:
  absl::StatusOr<eventstore::AppendRequest> MakeAppend(
      const std::string& actor, const std::string& partner_id,
      const PartnerEntry* current, const Draft& draft) const;
  void ChangeInTurn(const std::string& actor, const std::string& partner_id,
                    Edit edit, Done done, StreamQueue::Turn turn);
  // `next` is the partner as it will be, but for its generation.
  void Append(eventstore::AppendRequest request, PartnerSnapshot::Entry current,
              std::shared_ptr<PartnerEntry> next, Done done,
              StreamQueue::Turn turn);
  absl::StatusOr<Committed> Commit(
      const PartnerSnapshot::Entry& current, std::shared_ptr<PartnerEntry> next,
      const absl::StatusOr<eventstore::AppendOutcome>& outcome);
  void Tell(const std::string& partner_id, uint64_t generation);

  eventstore::EventStore* const store_;
  KeyVault* const vault_;
  const base::Clock* const clock_;
  base::Random* const random_;
  const ContractCatalogue contracts_;
  PartnerTables tables_;
  StreamQueue turns_;

  base::Mutex watchers_mutex_;
  absl::btree_map<uint64_t, OnChange> watchers_
      ABSL_GUARDED_BY(watchers_mutex_);
  uint64_t last_watcher_ ABSL_GUARDED_BY(watchers_mutex_) = 0;
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_PARTNERS_PARTNER_REGISTRY_IMPL_H_

#ifndef ROLLBOOK_SERVICES_PARTNERS_PARTNER_TABLES_H_
#define ROLLBOOK_SERVICES_PARTNERS_PARTNER_TABLES_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "absl/container/btree_map.h"
#include "absl/container/flat_hash_map.h"
#include "base/mutex.h"
#include "rollbook/storage/v1/partner_payload.pb.h"
#include "services/partners/credential_gate.h"

namespace rollbook::services {

struct PartnerEntry {
  storage::v1::StoredPartner row;
  uint64_t generation = 0;  // version of the partner's stream
  // Where commands with the partner's credentials go through; of all entries
  // between two changes that end a credential.
  std::shared_ptr<CredentialGate> gate = std::make_shared<CredentialGate>();
};

// The registry at one moment; never changed once shared.
struct PartnerSnapshot {
  using Entry = std::shared_ptr<const PartnerEntry>;

  absl::btree_map<std::string, Entry> by_id;
  // SHA-256 of an API key -> (partner, key id).
  absl::flat_hash_map<std::string, std::pair<std::string, std::string>> by_key;
  // (issuer, client id) -> partner.
  absl::flat_hash_map<std::pair<std::string, std::string>, std::string> by_jwt;

  // Puts in a new entry, in the place of the partner's old one.
  void Set(Entry entry);
  // nullptr for an unknown partner.
  Entry Find(const std::string& partner_id) const;
};

// The current snapshot: readers take it for the price of a short lock and
// keep it as long as they like; a change copies the tables (not the entries)
// and swaps. Thread-safe.
class PartnerTables {
 public:
  std::shared_ptr<const PartnerSnapshot> Current() const;
  void Set(PartnerSnapshot::Entry entry);
  // At the start, all at once.
  void Reset(PartnerSnapshot snapshot);

 private:
  mutable base::Mutex mutex_;
  std::shared_ptr<const PartnerSnapshot> current_ ABSL_GUARDED_BY(mutex_) =
      std::make_shared<PartnerSnapshot>();
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_PARTNERS_PARTNER_TABLES_H_

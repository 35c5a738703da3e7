#include "services/partners/partner_tables.h"

namespace rollbook::services {

void PartnerSnapshot::Set(Entry entry) {
  const storage::v1::StoredPartner& row = entry->row;
  if (const Entry old = Find(row.partner_id()); old != nullptr) {
    for (const auto& key : old->row.keys()) by_key.erase(key.api_key_hash());
  }
  for (const auto& key : row.keys()) {
    by_key[key.api_key_hash()] = {row.partner_id(), key.key_id()};
  }
  if (!row.jwt_client_id().empty()) {
    by_jwt[{row.jwt_issuer(), row.jwt_client_id()}] = row.partner_id();
  }
  const std::string& id = row.partner_id();
  by_id[id] = std::move(entry);
}

PartnerSnapshot::Entry PartnerSnapshot::Find(
    const std::string& partner_id) const {
  const auto it = by_id.find(partner_id);
  return it == by_id.end() ? nullptr : it->second;
}

std::shared_ptr<const PartnerSnapshot> PartnerTables::Current() const {
  base::MutexLock lock(mutex_);
  return current_;
}

void PartnerTables::Set(PartnerSnapshot::Entry entry) {
  base::MutexLock lock(mutex_);
  auto next = std::make_shared<PartnerSnapshot>(*current_);
  next->Set(std::move(entry));
  current_ = std::move(next);
}

void PartnerTables::Reset(PartnerSnapshot snapshot) {
  base::MutexLock lock(mutex_);
  current_ = std::make_shared<PartnerSnapshot>(std::move(snapshot));
}

}  // namespace rollbook::services

#ifndef ROLLBOOK_SERVICES_USERS_CERTIFICATES_H_
#define ROLLBOOK_SERVICES_USERS_CERTIFICATES_H_

#include <functional>
#include <string>

#include "absl/time/time.h"
#include "base/crypto/hash.h"
#include "eventstore/types.h"

// What is handed to whoever asked to be forgotten: texts of the signed notes
// of docs/formats/certificates.md. Nothing in them is personal. Pure.
namespace rollbook::services {

// Signs a text as a note under the log's own key.
using SignNote = std::function<std::string(const std::string& text)>;

struct ErasureCertificate {
  std::string lineage;
  std::string partner_id;
  std::string user_id;
  std::string ticket;
  std::string reason_hash;
  // Of the record of UserErased.
  eventstore::Position position;
  eventstore::Version version;
  absl::Time time;
  base::Hash256 record_hash{};
  // SHA-256 over a label and the data key that was destroyed.
  std::string key_commitment;
};
std::string TextOf(const ErasureCertificate& certificate);

struct PurgeCertificate {
  std::string lineage;
  // Of all erasures up to here nothing is left on the store's disk.
  eventstore::Position position;
  absl::Time time;
};
std::string TextOf(const PurgeCertificate& certificate);

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_USERS_CERTIFICATES_H_

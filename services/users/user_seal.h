#ifndef ROLLBOOK_SERVICES_USERS_USER_SEAL_H_
#define ROLLBOOK_SERVICES_USERS_USER_SEAL_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "base/crypto/secret.h"
#include "base/random.h"
#include "eventstore/types.h"

// What is sealed under a user's data key, and the associated data that ties
// each sealed text to its one place (docs/formats/payloads.md). Opening
// anything anywhere else fails with DATA_CORRUPTED. Thread-safe.
namespace rollbook::services {

std::string SealEventPart(const base::Key256& key,
                          const eventstore::StreamId& stream,
                          eventstore::Version version, std::string_view type,
                          std::string_view personal, base::Random& random);
absl::StatusOr<std::string> OpenEventPart(const base::Key256& key,
                                          const eventstore::StreamId& stream,
                                          eventstore::Version version,
                                          std::string_view type,
                                          std::string_view sealed);

std::string SealState(const base::Key256& key,
                      const eventstore::StreamId& stream,
                      eventstore::Version version, std::string_view state,
                      base::Random& random);
absl::StatusOr<std::string> OpenState(const base::Key256& key,
                                      const eventstore::StreamId& stream,
                                      eventstore::Version version,
                                      std::string_view sealed);

// A stored answer belongs to an idempotency key (its source and text).
std::string SealAnswer(const base::Key256& key,
                       const eventstore::StreamId& stream,
                       std::string_view source,
                       std::string_view idempotency_key,
                       std::string_view answer, base::Random& random);
absl::StatusOr<std::string> OpenAnswer(const base::Key256& key,
                                       const eventstore::StreamId& stream,
                                       std::string_view source,
                                       std::string_view idempotency_key,
                                       std::string_view sealed);

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_USERS_USER_SEAL_H_

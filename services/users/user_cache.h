#ifndef ROLLBOOK_SERVICES_USERS_USER_CACHE_H_
#define ROLLBOOK_SERVICES_USERS_USER_CACHE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "eventstore/event_store.h"
#include "services/stream_cache.h"

namespace rollbook::services {

// An answer as it goes over the wire, shared between those who send it.
using SharedBytes = std::shared_ptr<const std::string>;

// Current users as GetUser answers them, serialized: what is read again is
// neither looked up nor opened nor encoded again. Holds personal data in
// clear, in memory only; an append to a user's stream, an erasure included,
// takes the user out before anyone can learn of it. Thread-safe.
class UserCache final : private eventstore::AppendObserver {
 public:
  // Holds up to `capacity` bytes; 0, or a store that others append to as well,
  // and it holds nothing. The store must outlive it.
  UserCache(eventstore::EventStore* store, size_t capacity);
  ~UserCache() override;
  UserCache(const UserCache&) = delete;
  UserCache& operator=(const UserCache&) = delete;

  // Null when it is not here.
  SharedBytes Find(const eventstore::StreamId& stream);

  // A user is read from the store, or appended as a new one, between Epoch()
  // and Put(): what was overtaken in between is not kept.
  uint64_t Epoch(const eventstore::StreamId& stream);
  void Put(const eventstore::StreamId& stream, SharedBytes answer,
           uint64_t epoch);

 private:
  void BeforeWrite(const eventstore::StreamId& stream) override;
  void AfterWrite(const eventstore::StreamId& stream) override;

  eventstore::EventStore* const store_;
  StreamCache<SharedBytes> cache_;
  bool enabled_;
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_USERS_USER_CACHE_H_

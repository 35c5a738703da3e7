#ifndef ROLLBOOK_EVENTSTORE_TYPES_H_
#define ROLLBOOK_EVENTSTORE_TYPES_H_

#include <compare>
#include <cstdint>
#include <string>
#include <utility>

namespace rollbook::eventstore {

// Whose data it is: the first part of every key. 1 to 64 bytes.
struct TenantId {
  std::string value;
  friend auto operator<=>(const TenantId&, const TenantId&) = default;
};

// One aggregate's events: a tenant and an id that is opaque to the store, 1 to
// 64 bytes.
struct StreamId {
  TenantId tenant;
  std::string id;
  friend auto operator<=>(const StreamId&, const StreamId&) = default;
};

// The number of an event within its stream, 1 for the first. As a state: the
// number of the last event, 0 for a stream that does not exist.
struct Version {
  uint64_t value = 0;
  friend auto operator<=>(const Version&, const Version&) = default;
};

// A place in the log. The embedded store has one shard, number 0. Numbers
// begin at 1 and have no gaps; 0 is "before everything".
struct Position {
  uint32_t shard = 0;
  uint64_t number = 0;
  friend auto operator<=>(const Position&, const Position&) = default;
};

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_TYPES_H_

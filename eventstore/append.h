#ifndef ROLLBOOK_EVENTSTORE_APPEND_H_
#define ROLLBOOK_EVENTSTORE_APPEND_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/time/time.h"
#include "base/crypto/hash.h"
#include "eventstore/types.h"

// What goes into EventStore::Append and what comes out. All of one request is
// one atomic, durable write, or none of it is.
namespace rollbook::eventstore {

// An event as the caller makes it; position, time and previous hash are the
// committer's.
struct NewEvent {
  std::string type;
  uint16_t schema_version = 1;
  std::string metadata;
  std::string clear_payload;
  std::string sealed_payload;
};

// The stream's state after the request's events. Every append with events
// brings one; an empty state is fine.
struct NewSnapshot {
  uint16_t state_schema = 1;
  bool erased = false;
  std::string sealed_state;
};

// A value that one stream of a tenant may hold at a time.
struct Claim {
  enum class Action { kTake, kRelease };
  Action action = Action::kTake;
  // "external_id", "email"; 1 to 32 bytes.
  std::string kind;
  // Keyed hash of the value: the store never sees the value itself.
  base::Hash256 value_hash;
};

// An answer to be given again, under one key, for 24 hours.
struct StoredAnswer {
  // A Reason's name for a refusal, empty for success.
  std::string reason;
  // The answer's message, sealed under the stream's data key; empty for a
  // refusal.
  std::string sealed_body;
  // The first request's id, in clear.
  std::string request_id;

  friend bool operator==(const StoredAnswer&, const StoredAnswer&) = default;
};

struct IdempotencyEntry {
  // Who keeps such keys apart: "rest" or "grpc".
  std::string source;
  std::string key;  // 1 to 64 bytes
  base::Hash256 fingerprint;
  // Absent: only look whether the key is known, remember nothing.
  std::optional<StoredAnswer> answer;
};

// A signed request may commit events once. Remembered, also by requests
// without events, until it expires.
struct ReplayGuard {
  base::Hash256 signature;
  // The first moment at which the signature no longer passes. An append that
  // reaches the committer then or later is refused (kSignatureExpired).
  absl::Time expires;
};

// A row beside the events: a wrapped key, a registry entry.
struct SideWrite {
  enum class Family { kKeys, kMeta };
  Family family = Family::kKeys;
  // kKeys: rows are addressed by the request's stream, `key` is empty.
  // kMeta: the caller's name for the row ("partner/acme").
  std::string key;
  // Absent: delete the row.
  std::optional<std::string> value;
  // When present, the row must hold exactly this now (empty: must not exist),
  // or the whole append is refused (kSideWriteConflict).
  std::optional<std::string> expected;
};

struct AppendRequest {
  StreamId stream;
  // The stream must be at this version. May be absent only without events.
  std::optional<Version> expected_version;
  std::vector<NewEvent> events;  // at most kMaxEventsPerAppend
  std::optional<NewSnapshot> snapshot;
  std::vector<Claim> claims;
  std::optional<IdempotencyEntry> idempotency;
  std::optional<ReplayGuard> replay_guard;
  std::vector<SideWrite> side_writes;
};

inline constexpr size_t kMaxEventsPerAppend = 64;

// ---- Outcomes, in the order in which they are checked -----------------------

// The idempotency key is known, with the same fingerprint: nothing was
// written, and this is what was answered then.
struct Replayed {
  StoredAnswer answer;
  StreamId stream;
  Position position;
  Version version;
  absl::Time time;  // of the stream's last event when it was answered
};
// The idempotency key is known with another fingerprint.
struct KeyReused {};
struct VersionMismatch {
  Version current;
};
struct ClaimTaken {
  size_t claim = 0;  // index into AppendRequest::claims
  StreamId holder;
};
// A side write's expectation does not hold.
struct SideWriteConflict {
  size_t side_write = 0;
};
// The signature was seen before, and events would be written.
struct SignatureSeen {};
struct SignatureExpired {};
struct Appended {
  Position position;  // of the last event; the head when there were no events
  Version version;    // of the stream now
  absl::Time time;    // of the stream's last event
};

using AppendOutcome =
    std::variant<Appended, Replayed, KeyReused, VersionMismatch, ClaimTaken,
                 SideWriteConflict, SignatureSeen, SignatureExpired>;

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_APPEND_H_

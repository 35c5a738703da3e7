#ifndef ROLLBOOK_EVENTSTORE_TEST_SUPPORT_H_
#define ROLLBOOK_EVENTSTORE_TEST_SUPPORT_H_

#include <memory>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "base/fake_clock.h"
#include "base/testing/temp_dir.h"
#include "eventstore/append.h"
#include "eventstore/event_store.h"
#include "eventstore/rocksdb/rocksdb_event_store.h"

// What the store's tests have in common.
namespace rollbook::eventstore {

// 2026-03-13T12:00:00Z: noon, so that a day's end is a step away.
absl::Time Noon();

StreamId Stream(std::string_view id, std::string_view tenant = "acme");

NewEvent Event(std::string_view type, std::string_view payload = "payload");

// One event on a stream that is at `version`.
AppendRequest OneEvent(const StreamId& stream, uint64_t version,
                       std::string_view type = "UserUpdated");

base::Hash256 HashOf(std::string_view text);

// A small store in `directory`, on `clock`.
RocksDbOptions SmallStore(const std::string& directory,
                          const base::Clock& clock);

// The outcome as the alternative it must be; the test fails otherwise.
Appended MustAppend(EventStore& store, AppendRequest request);

// Checks, through the public interface, that positions and versions have no
// gap, hashes chain, times do not decrease and snapshots equal their streams.
// Returns the number of records.
uint64_t CheckWholeLog(const EventStore& store);

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_TEST_SUPPORT_H_

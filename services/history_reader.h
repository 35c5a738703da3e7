#ifndef ROLLBOOK_SERVICES_HISTORY_READER_H_
#define ROLLBOOK_SERVICES_HISTORY_READER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "eventstore/event_store.h"
#include "rollbook/audit/v1/audit_service.pb.h"

namespace rollbook::services {

class KeyVault;

// Opens records for auditors. Its calls read the disk and decrypt: run them on
// a worker. Thread-safe.
class HistoryReader {
 public:
  // Both must outlive the reader.
  HistoryReader(eventstore::EventStore* store, KeyVault* vault);

  // The stream of a user named by id (its partner may be left out) or by
  // partner and external id. USER_NOT_FOUND.
  absl::StatusOr<eventstore::StreamId> FindUser(
      const audit::v1::ListUserEventsRequest& request) const;

  // Up to `max_events` events of a stream from a version on.
  absl::StatusOr<std::vector<audit::v1::Event>> ReadUser(
      const eventstore::StreamId& stream, uint64_t from_version,
      size_t max_events) const;

  struct Page {
    std::vector<audit::v1::Event> events;  // those of the partner asked for
    eventstore::Position read_to;          // resume here
  };
  // One page of the log behind a position. An empty `partner_id` means all.
  absl::StatusOr<Page> ReadLog(eventstore::Position after, size_t max_events,
                               const std::string& partner_id) const;

 private:
  eventstore::EventStore* const store_;
  KeyVault* const vault_;
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_HISTORY_READER_H_

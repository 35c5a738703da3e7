#ifndef ROLLBOOK_SERVICES_AUDIT_HISTORY_READER_H_
#define ROLLBOOK_SERVICES_AUDIT_HISTORY_READER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "eventstore/event_store.h"
#include "rollbook/audit/v1/audit_service.pb.h"
#include "services/audit/event_filter.h"
#include "services/caller.h"
#include "services/users/user_name.h"

namespace rollbook::services {

class KeyVault;

// Opens records for auditors. Its calls read the disk and decrypt: run them on
// a worker. Thread-safe.
class HistoryReader {
 public:
  // Both must outlive the reader.
  HistoryReader(eventstore::EventStore* store, KeyVault* vault);

  // The stream of a user that the caller may see. USER_NOT_FOUND,
  // PERMISSION_DENIED, INVALID_ARGUMENT.
  absl::StatusOr<eventstore::StreamId> FindUser(const Caller& caller,
                                                const UserName& name) const;

  // Up to `max_events` events of a stream from a version on.
  absl::StatusOr<std::vector<audit::v1::Event>> ReadUser(
      const eventstore::StreamId& stream, uint64_t from_version,
      size_t max_events) const;

  // What an export begins with (services/audit/person_export.h).
  absl::StatusOr<audit::v1::ExportUserResponse> BeginExport(
      const eventstore::StreamId& stream) const;

  struct Page {
    std::vector<audit::v1::Event> events;  // those that the filter wants
    eventstore::Position read_to;          // resume here
  };
  // One page of the log behind a position, up to and with `last`.
  absl::StatusOr<Page> ReadLog(eventstore::Position after,
                               eventstore::Position last, size_t max_events,
                               const EventFilter& filter) const;

 private:
  eventstore::EventStore* const store_;
  KeyVault* const vault_;
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_AUDIT_HISTORY_READER_H_

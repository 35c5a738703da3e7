#ifndef ROLLBOOK_EVENTSTORE_STORE_READS_H_
#define ROLLBOOK_EVENTSTORE_STORE_READS_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/crypto/hash.h"
#include "eventstore/event_store.h"
#include "eventstore/record.h"
#include "eventstore/row_access.h"
#include "eventstore/types.h"

// The reads of EventStore, over any engine's rows. Names, parameters and
// errors are those of event_store.h.
namespace rollbook::eventstore {

absl::StatusOr<std::optional<StreamState>> LoadStream(const RowReader& rows,
                                                      const StreamId& stream,
                                                      ReadTier tier);
absl::StatusOr<std::optional<std::string>> LoadKey(const RowReader& rows,
                                                   const StreamId& stream);
absl::StatusOr<std::optional<StreamId>> LoadClaim(
    const RowReader& rows, const TenantId& tenant, std::string_view kind,
    const base::Hash256& value_hash, ReadTier tier);

// Without the store's own rows.
absl::StatusOr<std::vector<std::pair<std::string, std::string>>> LoadMeta(
    const RowReader& rows, std::string_view prefix);

absl::StatusOr<std::vector<std::pair<StreamId, std::string>>> LoadKeys(
    const RowReader& rows, const std::optional<StreamId>& after,
    size_t max_rows);

absl::StatusOr<std::vector<Record>> LoadEvents(const RowReader& rows,
                                               const StreamId& stream,
                                               Version from,
                                               size_t max_records);
// DATA_CORRUPTED when the log has a gap where it is read.
absl::Status VisitRawLog(const RowReader& rows, Position after,
                         absl::FunctionRef<bool(std::string_view)> visit);
absl::StatusOr<std::vector<Record>> LoadLog(const RowReader& rows,
                                            Position after, size_t max_records,
                                            size_t max_bytes);
absl::StatusOr<std::vector<std::string>> LoadRawLog(const RowReader& rows,
                                                    Position after,
                                                    size_t max_records,
                                                    size_t max_bytes);

// One record as stored; DATA_CORRUPTED when it is not there.
absl::StatusOr<std::string> LoadRawRecord(const RowReader& rows,
                                          uint64_t number);

absl::StatusOr<Position> FindPositionBefore(const RowReader& rows,
                                            absl::Time time, Position head);

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_STORE_READS_H_

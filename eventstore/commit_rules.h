#ifndef ROLLBOOK_EVENTSTORE_COMMIT_RULES_H_
#define ROLLBOOK_EVENTSTORE_COMMIT_RULES_H_

#include "absl/status/statusor.h"
#include "base/crypto/hash.h"
#include "eventstore/append.h"
#include "eventstore/prepared_append.h"
#include "eventstore/recent_rows.h"
#include "eventstore/row_access.h"
#include "eventstore/stored_time.h"

namespace rollbook::eventstore {

// The log's end while a group is built.
struct LogEnd {
  Position head;
  Micros time = kNever;  // of the last record
  base::Hash256 hash{};  // of the last record
};

// One commit group under construction.
struct GroupContext {
  Micros now = 0;  // the time of everything in the group
  LogEnd& end;
  RecentRows& recent;
  RowSink& sink;
};

// Decides on one append and, when it is let through, adds its rows to the
// group: the order of the checks is append.h's. `recent` must cover everything
// since the append's look-up. Errors: DATA_CORRUPTED when a row it depends on
// cannot be read; then nothing was added.
absl::StatusOr<AppendOutcome> Commit(PreparedAppend& append,
                                     GroupContext& group);

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_COMMIT_RULES_H_

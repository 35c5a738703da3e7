#ifndef ROLLBOOK_EVENTSTORE_LINEAGE_H_
#define ROLLBOOK_EVENTSTORE_LINEAGE_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "base/random.h"
#include "eventstore/append.h"
#include "eventstore/record.h"
#include "eventstore/types.h"

// A log's name. It changes when history was rolled back, so that two different
// logs never share a name at the same position.
namespace rollbook::eventstore {

// 32 hexadecimal characters.
std::string NewLineage(base::Random& random);

// The stream that says when and why the name changed.
StreamId LineageStream();

// What a LogForked event says.
struct LogFork {
  std::string old_lineage;  // empty when it could not be told any more
  std::string new_lineage;
  // How far the old log is known to have gone.
  Position old_head;
  // Where the new log goes on from.
  Position new_head;

  friend bool operator==(const LogFork&, const LogFork&) = default;
};

// The append that renames the log; `version` is the lineage stream's now.
AppendRequest MakeForkAppend(const LogFork& fork, Version version);

// Reads a LogForked record; DATA_CORRUPTED when it is none.
absl::StatusOr<LogFork> ParseFork(const Record& record);

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_LINEAGE_H_

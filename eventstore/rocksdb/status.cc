#include "eventstore/rocksdb/status.h"

#include <string>

#include "base/error.h"
#include "eventstore/event_store.h"

namespace rollbook::eventstore {

absl::Status FromRocksDb(const rocksdb::Status& status) {
  if (status.ok()) return absl::OkStatus();
  if (status.IsIncomplete()) return WouldBlock();
  if (status.IsCorruption()) {
    return base::ErrorWithText(base::Reason::kDataCorrupted,
                               "The store is damaged: " + status.ToString());
  }
  return base::ErrorWithText(base::Reason::kStoreFailed,
                             "The store failed: " + status.ToString());
}

}  // namespace rollbook::eventstore

#ifndef ROLLBOOK_EVENTSTORE_ROCKSDB_READ_ONLY_STORE_H_
#define ROLLBOOK_EVENTSTORE_ROCKSDB_READ_ONLY_STORE_H_

#include <memory>

#include "eventstore/event_store.h"
#include "eventstore/rocksdb/opening.h"

namespace rollbook::eventstore {

// A store that was opened to be read, as what readers know: appends are refused
// (STORE_FAILED), and its head never moves. `opened` must outlive it.
std::unique_ptr<EventStore> MakeReadOnlyStore(const OpenedStore& opened);

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_ROCKSDB_READ_ONLY_STORE_H_

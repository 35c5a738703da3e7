#ifndef ROLLBOOK_EVENTSTORE_IN_MEMORY_EVENT_STORE_H_
#define ROLLBOOK_EVENTSTORE_IN_MEMORY_EVENT_STORE_H_

#include <memory>

#include "base/clock.h"
#include "base/random.h"
#include "eventstore/event_store.h"

namespace rollbook::eventstore {

// A store that forgets everything with the process: for tests of what stands
// on a store. Same rows, same rules, same conformance suite as the real one.
// Callbacks run on the thread that appends. `clock` and `random` must outlive
// it.
std::unique_ptr<EventStore> MakeInMemoryEventStore(const base::Clock& clock,
                                                   base::Random& random);

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_IN_MEMORY_EVENT_STORE_H_

#ifndef ROLLBOOK_SERVICES_TEST_EVENTS_H_
#define ROLLBOOK_SERVICES_TEST_EVENTS_H_

#include <vector>

#include "domain/events.h"

namespace rollbook::services {

// A life with every event and every field of a profile in it: created, changed,
// cleared, verified, judged, erased. Golden bytes are made of these: add to the
// end, change nothing.
std::vector<domain::Event> SampleEvents();

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_TEST_EVENTS_H_

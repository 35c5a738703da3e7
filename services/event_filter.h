#ifndef ROLLBOOK_SERVICES_EVENT_FILTER_H_
#define ROLLBOOK_SERVICES_EVENT_FILTER_H_

#include <algorithm>
#include <string>
#include <vector>

#include "eventstore/record.h"

namespace rollbook::services {

// Which records of the log somebody wants. Empty lists want all. A value.
struct EventFilter {
  std::vector<std::string> partners;
  std::vector<std::string> types;

  bool Wants(const eventstore::Record& record) const {
    return Has(partners, record.stream.tenant.value) && Has(types, record.type);
  }

 private:
  static bool Has(const std::vector<std::string>& wanted,
                  const std::string& value) {
    return wanted.empty() || std::ranges::find(wanted, value) != wanted.end();
  }
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_EVENT_FILTER_H_

#ifndef ROLLBOOK_SERVICES_AUDIT_EVENT_FILTER_H_
#define ROLLBOOK_SERVICES_AUDIT_EVENT_FILTER_H_

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "proof/record_view.h"

namespace rollbook::services {

// Which records of the log somebody wants. Empty lists want all. A value.
struct EventFilter {
  std::vector<std::string> partners;
  std::vector<std::string> types;

  bool Wants(const proof::RecordView& record) const {
    return Has(partners, record.tenant) && Has(types, record.type);
  }

 private:
  static bool Has(const std::vector<std::string>& wanted,
                  std::string_view value) {
    return wanted.empty() || std::ranges::find(wanted, value) != wanted.end();
  }
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_AUDIT_EVENT_FILTER_H_

#ifndef ROLLBOOK_SERVICES_PARTNERS_PARTNER_STREAM_H_
#define ROLLBOOK_SERVICES_PARTNERS_PARTNER_STREAM_H_

#include <string>
#include <string_view>

#include "eventstore/types.h"

// Where a partner lies: its row in `meta`, and its stream, with the partner
// as tenant.
namespace rollbook::services {

inline constexpr std::string_view kPartnerRowPrefix = "partner/";
inline constexpr std::string_view kPartnerStreamId = "p";

inline std::string PartnerRow(const std::string& partner_id) {
  return std::string(kPartnerRowPrefix) + partner_id;
}

inline eventstore::StreamId PartnerStream(const std::string& partner_id) {
  return {{partner_id}, std::string(kPartnerStreamId)};
}

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_PARTNERS_PARTNER_STREAM_H_

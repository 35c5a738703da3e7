#ifndef ROLLBOOK_GATEWAY_CONTRACTS_BOCA_RATON_FIELDS_H_
#define ROLLBOOK_GATEWAY_CONTRACTS_BOCA_RATON_FIELDS_H_

#include <cstdint>
#include <string_view>

#include "gateway/mapping/field_table.h"

namespace rollbook::gateway::boca_raton {

inline constexpr std::string_view kExternalId = "externalId";
inline constexpr std::string_view kIsCiroAffiliate = "isCiroAffiliate";
inline constexpr uint32_t kMaxExternalIdCodePoints = 128;

// The table of contract section 1.3.
const FieldTable& Fields();

}  // namespace rollbook::gateway::boca_raton

#endif  // ROLLBOOK_GATEWAY_CONTRACTS_BOCA_RATON_FIELDS_H_

#ifndef ROLLBOOK_GATEWAY_CONTRACTS_BOCA_RATON_FIELDS_H_
#define ROLLBOOK_GATEWAY_CONTRACTS_BOCA_RATON_FIELDS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "gateway/field_errors.h"
#include "rollbook/user/v1/user.pb.h"

namespace rollbook::gateway::boca_raton {

// One row of the table in contract section 1.3.
struct Field {
  std::string_view name;  // in the contract's JSON
  std::string_view path;  // in masks and field violations of user.v1
  user::v1::ProfileField id;
  bool required;             // unless the partner's policy says otherwise
  uint32_t max_code_points;  // 0: the value's own format limits it
  // Where a text goes; null for the two that are not text of the profile.
  std::string* (*text)(user::v1::Profile&);
};

inline constexpr std::string_view kExternalId = "externalId";
inline constexpr std::string_view kIsCiroAffiliate = "isCiroAffiliate";
inline constexpr uint32_t kMaxExternalIdCodePoints = 128;

// All rows, in the order of the table.
std::span<const Field> Fields();

// Brings the entries into the order of the table; names that are not in it
// keep their order behind.
void SortLikeTable(FieldErrors& errors);

// The contract's name of what user.v1 calls `path`; `path` itself when the
// contract has none.
std::string_view NameOfPath(std::string_view path);

}  // namespace rollbook::gateway::boca_raton

#endif  // ROLLBOOK_GATEWAY_CONTRACTS_BOCA_RATON_FIELDS_H_

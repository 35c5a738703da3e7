#ifndef ROLLBOOK_GATEWAY_MAPPING_FIELD_TABLE_H_
#define ROLLBOOK_GATEWAY_MAPPING_FIELD_TABLE_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "gateway/field_errors.h"
#include "rollbook/admin/v1/partner.pb.h"
#include "rollbook/user/v1/user.pb.h"

namespace rollbook::gateway {

// One row of a contract's table of fields.
struct Field {
  std::string_view name;  // in the contract's JSON: "address.line1" if nested
  std::string_view path;  // in masks and field violations of user.v1
  user::v1::ProfileField id;
  bool required;             // unless the partner's policy says otherwise
  uint32_t max_code_points;  // 0: the value's own format limits it
  // Where a text goes; null for what is not text of the profile.
  std::string* (*text)(user::v1::Profile&);
};

// A contract's table of fields, in the order in which its errors name them.
// A view of rows that live as long as the program.
class FieldTable {
 public:
  explicit constexpr FieldTable(std::span<const Field> rows) : rows_(rows) {}

  std::span<const Field> rows() const { return rows_; }

  // The names, each once.
  std::vector<std::string> Names() const;

  // The contract's name of what user.v1 calls `path`; `path` itself when the
  // contract has none.
  std::string_view NameOfPath(std::string_view path) const;

  // What the violations of `error` say, by the contract's names, each field
  // once, in the order of the table; names that are not in it come last.
  std::vector<FieldError> ErrorsOf(const absl::Status& error) const;

  // Whether the field must be there: the policy's set replaces the table's.
  static bool IsRequired(const Field& field,
                         const admin::v1::PartnerPolicy& policy);
  static bool IsNamed(std::string_view name,
                      const admin::v1::PartnerPolicy& policy);

  // Required fields and limits, as the service shall check them.
  void AddRules(const admin::v1::PartnerPolicy& policy,
                user::v1::ProfileRules& rules) const;
  // The limits alone.
  void AddLimits(user::v1::ProfileRules& rules) const;

 private:
  void Sort(FieldErrors& errors) const;

  std::span<const Field> rows_;
};

// Whether the rules make `field` a required one.
bool Requires(const user::v1::ProfileRules& rules,
              user::v1::ProfileField field);

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_MAPPING_FIELD_TABLE_H_

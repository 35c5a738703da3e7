#include "gateway/mapping/field_table.h"

#include <algorithm>
#include <utility>

#include "base/error.h"

namespace rollbook::gateway {

std::vector<std::string> FieldTable::Names() const {
  std::vector<std::string> names;
  for (const Field& field : rows_) {
    if (std::find(names.begin(), names.end(), field.name) == names.end()) {
      names.emplace_back(field.name);
    }
  }
  return names;
}

std::string_view FieldTable::NameOfPath(std::string_view path) const {
  for (const Field& field : rows_) {
    if (field.path == path) return field.name;
  }
  return path;
}

std::vector<FieldError> FieldTable::ErrorsOf(const absl::Status& error) const {
  FieldErrors errors;
  for (const base::FieldViolation& violation :
       base::DetailsOf(error).violations) {
    errors.Add(NameOfPath(violation.field), violation.message, violation.code);
  }
  Sort(errors);
  return std::move(errors.list());
}

bool FieldTable::IsRequired(const Field& field,
                            const admin::v1::PartnerPolicy& policy) {
  return policy.has_required_fields() ? IsNamed(field.name, policy)
                                      : field.required;
}

bool FieldTable::IsNamed(std::string_view name,
                         const admin::v1::PartnerPolicy& policy) {
  const auto& names = policy.required_fields().names();
  return std::find(names.begin(), names.end(), name) != names.end();
}

void FieldTable::AddRules(const admin::v1::PartnerPolicy& policy,
                          user::v1::ProfileRules& rules) const {
  AddLimits(rules);
  for (const Field& field : rows_) {
    if (IsRequired(field, policy)) rules.add_required(field.id);
  }
}

void FieldTable::AddLimits(user::v1::ProfileRules& rules) const {
  for (const Field& field : rows_) {
    if (field.max_code_points == 0) continue;
    rules.add_max_code_points(field.id);
    rules.add_max_code_points(field.max_code_points);
  }
}

void FieldTable::Sort(FieldErrors& errors) const {
  const auto row_of = [this](const FieldError& error) {
    return std::find_if(
               rows_.begin(), rows_.end(),
               [&](const Field& field) { return field.name == error.field; }) -
           rows_.begin();
  };
  std::stable_sort(errors.list().begin(), errors.list().end(),
                   [&](const FieldError& a, const FieldError& b) {
                     return row_of(a) < row_of(b);
                   });
}

bool Requires(const user::v1::ProfileRules& rules,
              user::v1::ProfileField field) {
  return std::find(rules.required().begin(), rules.required().end(), field) !=
         rules.required().end();
}

}  // namespace rollbook::gateway

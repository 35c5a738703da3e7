#include "domain/violation_list.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "base/error.h"

namespace rollbook::domain {

void ViolationList::Add(ProfileField field, std::string_view code,
                        std::string message) {
  if (fields_.Contains(field)) return;
  fields_.Add(field);
  list_.push_back({field, code, std::move(message)});
}

void ViolationList::AddRequired(ProfileField field) {
  Add(field, "REQUIRED", "Is required");
}

void ViolationList::AddLength(ProfileField field, size_t max_code_points) {
  Add(field, "LENGTH",
      absl::StrCat("Must be between 1 and ", max_code_points, " characters"));
}

void ViolationList::AddNotValid(ProfileField field, std::string_view code) {
  Add(field, code, "Is not valid");
}

absl::Status ViolationList::ToStatus() && {
  if (list_.empty()) return absl::OkStatus();
  std::ranges::sort(list_, {}, &Violation::field);
  base::ErrorDetails details;
  for (Violation& violation : list_) {
    details.violations.push_back({std::string(FieldName(violation.field)),
                                  std::string(violation.code),
                                  std::move(violation.message)});
  }
  return base::Error(base::Reason::kInvalidProfile, details);
}

}  // namespace rollbook::domain

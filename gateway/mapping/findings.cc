#include "gateway/mapping/findings.h"

#include <optional>

#include "base/error.h"

namespace rollbook::gateway {

absl::Status InvalidFields(const FieldErrors& errors) {
  base::ErrorDetails details;
  for (const FieldError& error : errors.list()) {
    details.violations.push_back({error.field, error.code, error.message});
  }
  return base::Error(base::Reason::kInvalidProfile, details);
}

absl::Status MergeFindings(FieldErrors errors, const absl::Status& found,
                           const FieldTable& table) {
  const std::optional<base::Reason> reason = base::ReasonOf(found);
  if (reason == base::Reason::kCredentialRevoked ||
      (reason && base::InfoOf(*reason).retryable)) {
    return found;
  }
  if (reason == base::Reason::kInvalidProfile) {
    for (const base::FieldViolation& violation :
         base::DetailsOf(found).violations) {
      errors.Add(table.NameOfPath(violation.field), violation.message,
                 violation.code);
    }
  }
  return InvalidFields(errors);
}

}  // namespace rollbook::gateway

#ifndef ROLLBOOK_DOMAIN_VIOLATION_LIST_H_
#define ROLLBOOK_DOMAIN_VIOLATION_LIST_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "domain/profile_field.h"

namespace rollbook::domain {

// Collects what is wrong with a profile, at most one violation per field. For
// the .cc files of this room.
class ViolationList {
 public:
  // The first violation of a field stands.
  void Add(ProfileField field, std::string_view code, std::string message);
  void AddRequired(ProfileField field);
  void AddLength(ProfileField field, size_t max_code_points);
  // Any other code whose message says no more than that.
  void AddNotValid(ProfileField field, std::string_view code);

  bool empty() const { return list_.empty(); }

  // INVALID_PROFILE with the violations in the order of ProfileField; OK when
  // there is none.
  absl::Status ToStatus() &&;

 private:
  struct Violation {
    ProfileField field;
    std::string_view code;
    std::string message;
  };

  std::vector<Violation> list_;
  FieldSet fields_;
};

}  // namespace rollbook::domain

#endif  // ROLLBOOK_DOMAIN_VIOLATION_LIST_H_

#ifndef ROLLBOOK_DOMAIN_CROSS_FIELD_RULES_H_
#define ROLLBOOK_DOMAIN_CROSS_FIELD_RULES_H_

#include "domain/profile.h"
#include "domain/profile_field.h"
#include "domain/profile_rules.h"
#include "domain/violation_list.h"

namespace rollbook::domain {

// What one field demands of another (contract section 1.3): province and postal
// code by country. A rule is applied when one of its fields is in `touched`
// (section 1.4). For the .cc files of this room.
void CheckAcrossFields(const Profile& profile, const ProfileRules& rules,
                       FieldSet touched, ViolationList& violations);

}  // namespace rollbook::domain

#endif  // ROLLBOOK_DOMAIN_CROSS_FIELD_RULES_H_

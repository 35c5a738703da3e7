#ifndef ROLLBOOK_SERVICES_USERS_USER_MAPPER_H_
#define ROLLBOOK_SERVICES_USERS_USER_MAPPER_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "domain/commands.h"
#include "domain/profile.h"
#include "domain/profile_field.h"
#include "domain/profile_input.h"
#include "domain/profile_rules.h"
#include "domain/user.h"
#include "eventstore/types.h"
#include "google/protobuf/field_mask.pb.h"
#include "rollbook/admin/v1/partner.pb.h"
#include "rollbook/user/v1/user.pb.h"
#include "rollbook/user/v1/user_service.pb.h"

// Between the messages of user.v1 and the domain. Pure functions, on the hot
// path of every call.
namespace rollbook::services {

// Takes the texts out of `profile`. Output-only members are not looked at.
domain::ProfileInput ToInput(user::v1::Profile profile);

// The rules of the request and, on top, what the partner's policy demands of
// every writer: unique addresses and a minimum age. INVALID_ARGUMENT for
// numbers that name no field.
absl::StatusOr<domain::ProfileRules> ToRules(
    const user::v1::ProfileRules& rules,
    const admin::v1::PartnerPolicy& policy);

// The fields of a mask. INVALID_ARGUMENT names the paths that are none.
absl::StatusOr<domain::FieldSet> ToFields(
    const google::protobuf::FieldMask& mask);
// What takes the place of an absent mask: the fields that have a value.
domain::FieldSet PopulatedFields(const domain::ProfileInput& input);

void SetProfile(const domain::Profile& profile, user::v1::Profile* out);

user::v1::UserStatus ToStatus(domain::UserStatus status);
user::v1::KycStatus ToKycStatus(domain::KycStatus status);

// Without what only the store knows: version and times.
user::v1::User ToUser(const eventstore::StreamId& stream,
                      const domain::UserState& state);
void SetVersion(eventstore::Version version, absl::Time updated,
                user::v1::User* user);

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_USERS_USER_MAPPER_H_

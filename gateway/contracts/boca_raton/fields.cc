#include "gateway/contracts/boca_raton/fields.h"

#include <array>
#include <string>

namespace rollbook::gateway::boca_raton {
namespace {

using user::v1::Profile;

constexpr auto kFields = std::to_array<Field>({
    {kExternalId, "external_id", user::v1::PROFILE_FIELD_EXTERNAL_ID, true,
     kMaxExternalIdCodePoints, nullptr},
    {"email", "email", user::v1::PROFILE_FIELD_EMAIL, true, 0,
     [](Profile& p) { return p.mutable_email(); }},
    {"firstName", "first_name", user::v1::PROFILE_FIELD_FIRST_NAME, true, 100,
     [](Profile& p) { return p.mutable_first_name(); }},
    {"lastName", "last_name", user::v1::PROFILE_FIELD_LAST_NAME, true, 100,
     [](Profile& p) { return p.mutable_last_name(); }},
    {"dateOfBirth", "date_of_birth", user::v1::PROFILE_FIELD_DATE_OF_BIRTH,
     true, 0, [](Profile& p) { return p.mutable_date_of_birth(); }},
    {"addressLine1", "address.line1", user::v1::PROFILE_FIELD_ADDRESS_LINE1,
     true, 200,
     [](Profile& p) { return p.mutable_address()->mutable_line1(); }},
    {"city", "address.city", user::v1::PROFILE_FIELD_ADDRESS_CITY, true, 100,
     [](Profile& p) { return p.mutable_address()->mutable_city(); }},
    {"country", "address.country", user::v1::PROFILE_FIELD_ADDRESS_COUNTRY,
     true, 0,
     [](Profile& p) { return p.mutable_address()->mutable_country(); }},
    {"province", "address.province", user::v1::PROFILE_FIELD_ADDRESS_PROVINCE,
     false, 100,
     [](Profile& p) { return p.mutable_address()->mutable_province(); }},
    {"postalCode", "address.postal_code",
     user::v1::PROFILE_FIELD_ADDRESS_POSTAL_CODE, false, 20,
     [](Profile& p) { return p.mutable_address()->mutable_postal_code(); }},
    {"addressLine2", "address.line2", user::v1::PROFILE_FIELD_ADDRESS_LINE2,
     false, 200,
     [](Profile& p) { return p.mutable_address()->mutable_line2(); }},
    {"occupation", "occupation", user::v1::PROFILE_FIELD_OCCUPATION, false, 100,
     [](Profile& p) { return p.mutable_occupation(); }},
    {kIsCiroAffiliate, "is_ciro_affiliate",
     user::v1::PROFILE_FIELD_IS_CIRO_AFFILIATE, false, 0, nullptr},
});

constexpr FieldTable kTable(kFields);

}  // namespace

const FieldTable& Fields() { return kTable; }

}  // namespace rollbook::gateway::boca_raton

#include "services/users/user_mapper.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "domain/for_each_field.h"
#include "services/timestamps.h"
#include "services/users/user_stream.h"
#include "services/violations.h"

namespace rollbook::services {
namespace {

using domain::FieldSet;
using domain::ProfileField;

void AddUnknownField(const char* member, Violations& violations) {
  violations.Add(std::string("rules.") + member, "ONE_OF",
                 "Must be numbers of ProfileField");
}

void SetAddress(const domain::Address& address, user::v1::Address* out) {
  if (address.line1) out->set_line1(address.line1->text());
  if (address.line2) out->set_line2(address.line2->text());
  if (address.city) out->set_city(address.city->text());
  if (address.postal_code) {
    out->set_postal_code(address.postal_code->text());
    out->set_postal_code_is_number(address.postal_code->is_number());
  }
  if (address.province) out->set_province(address.province->text());
  if (address.country) out->set_country(address.country->text());
}

void SetTaxResidency(const domain::TaxResidency& residency,
                     user::v1::TaxResidency* out) {
  if (residency.country) out->set_country(residency.country->text());
  if (residency.proof_type) out->set_proof_type(residency.proof_type->text());
  if (residency.value) out->set_value(residency.value->text());
}

}  // namespace

// Moves a text where the message has it.
#define ROLLBOOK_TAKE(from, to, member) \
  if ((from).has_##member()) (to).member = std::move(*(from).mutable_##member())

domain::ProfileInput ToInput(user::v1::Profile profile) {
  domain::ProfileInput input;
  ROLLBOOK_TAKE(profile, input, email);
  ROLLBOOK_TAKE(profile, input, first_name);
  ROLLBOOK_TAKE(profile, input, last_name);
  ROLLBOOK_TAKE(profile, input, date_of_birth);
  ROLLBOOK_TAKE(profile, input, phone_number);
  if (profile.has_address()) {
    user::v1::Address& address = *profile.mutable_address();
    ROLLBOOK_TAKE(address, input.address, line1);
    ROLLBOOK_TAKE(address, input.address, line2);
    ROLLBOOK_TAKE(address, input.address, city);
    ROLLBOOK_TAKE(address, input.address, postal_code);
    ROLLBOOK_TAKE(address, input.address, province);
    ROLLBOOK_TAKE(address, input.address, country);
    input.address.postal_code_is_number = address.postal_code_is_number();
  }
  ROLLBOOK_TAKE(profile, input, residency_country);
  if (profile.has_tax_residency()) {
    user::v1::TaxResidency& residency = *profile.mutable_tax_residency();
    ROLLBOOK_TAKE(residency, input.tax_residency, country);
    ROLLBOOK_TAKE(residency, input.tax_residency, proof_type);
    ROLLBOOK_TAKE(residency, input.tax_residency, value);
  }
  ROLLBOOK_TAKE(profile, input, occupation);
  if (profile.has_is_ciro_affiliate()) {
    input.is_ciro_affiliate = profile.is_ciro_affiliate();
  }
  ROLLBOOK_TAKE(profile, input, alias);
  // The domain's numbers are the message's less one; an unknown one stays
  // unknown, and is refused there.
  if (profile.user_type() != user::v1::USER_TYPE_UNSPECIFIED) {
    input.user_type = domain::UserType(profile.user_type() - 1);
  }
  if (profile.sign_in_method() != user::v1::SIGN_IN_METHOD_UNSPECIFIED) {
    input.sign_in_method = domain::SignInMethod(profile.sign_in_method() - 1);
  }
  ROLLBOOK_TAKE(profile, input, sign_in_identifier);
  return input;
}

#undef ROLLBOOK_TAKE

absl::StatusOr<domain::ProfileRules> ToRules(
    const user::v1::ProfileRules& rules,
    const admin::v1::PartnerPolicy& policy) {
  Violations violations;
  domain::ProfileRules out;
  for (const int number : rules.required()) {
    const auto field = domain::FieldByNumber(static_cast<uint32_t>(number));
    if (field) {
      out.required.Add(*field);
    } else {
      AddUnknownField("required", violations);
    }
  }
  for (int i = 0; i + 1 < rules.max_code_points_size(); i += 2) {
    const auto field = domain::FieldByNumber(rules.max_code_points(i));
    const uint32_t limit = rules.max_code_points(i + 1);
    if (!field || limit > UINT16_MAX) {
      AddUnknownField("max_code_points", violations);
    } else {
      out.SetMaxCodePoints(*field, static_cast<uint16_t>(limit));
    }
  }
  out.min_age_years =
      static_cast<int>(std::max(rules.min_age(), policy.min_age()));
  if (out.min_age_years > 150) {
    violations.Add("rules.min_age", "RANGE", "Must be up to 150");
  }
  out.unique_email = rules.unique_email() || policy.unique_email();
  out.external_id_ignore_case = rules.external_id_ignore_case();
  out.address_by_country = rules.address_by_country();
  out.check_subdivision = rules.check_subdivision();
  if (rules.phone() == user::v1::PHONE_RULE_POSSIBLE) {
    out.phone = domain::PhoneRule::kPossible;
  }
  if (absl::Status valid = violations.status(); !valid.ok()) return valid;
  return out;
}

absl::StatusOr<FieldSet> ToFields(const google::protobuf::FieldMask& mask) {
  Violations violations;
  FieldSet fields;
  for (const std::string& path : mask.paths()) {
    const auto named = domain::FieldsByMaskPath(path);
    if (named && !named->Contains(ProfileField::kExternalId)) {
      fields = fields | *named;
    } else {
      violations.Add("update_mask", "ONE_OF",
                     "Must be paths of fields that can be updated");
    }
  }
  if (absl::Status valid = violations.status(); !valid.ok()) return valid;
  return fields;
}

FieldSet PopulatedFields(const domain::ProfileInput& input) {
  FieldSet fields;
  domain::ForEachField([&](ProfileField field, auto get) {
    if (get(input)) fields.Add(field);
  });
  return fields;
}

void SetProfile(const domain::Profile& profile, user::v1::Profile* out) {
  if (profile.email) out->set_email(profile.email->text());
  if (profile.first_name) out->set_first_name(profile.first_name->text());
  if (profile.last_name) out->set_last_name(profile.last_name->text());
  if (profile.date_of_birth) {
    out->set_date_of_birth(profile.date_of_birth->text());
  }
  if (profile.phone_number) {
    out->set_phone_number(profile.phone_number->text());
    if (profile.phone_number->e164()) {
      out->set_phone_number_e164(*profile.phone_number->e164());
    }
  }
  if (profile.address != domain::Address{}) {
    SetAddress(profile.address, out->mutable_address());
  }
  if (profile.residency_country) {
    out->set_residency_country(profile.residency_country->text());
  }
  if (profile.tax_residency != domain::TaxResidency{}) {
    SetTaxResidency(profile.tax_residency, out->mutable_tax_residency());
  }
  if (profile.occupation) out->set_occupation(profile.occupation->text());
  if (profile.is_ciro_affiliate) {
    out->set_is_ciro_affiliate(*profile.is_ciro_affiliate);
  }
  if (profile.alias) out->set_alias(profile.alias->text());
  if (profile.user_type) {
    out->set_user_type(
        user::v1::UserType(static_cast<int>(*profile.user_type) + 1));
  }
  if (profile.sign_in_method) {
    out->set_sign_in_method(
        user::v1::SignInMethod(static_cast<int>(*profile.sign_in_method) + 1));
  }
  if (profile.sign_in_identifier) {
    out->set_sign_in_identifier(profile.sign_in_identifier->text());
  }
}

user::v1::UserStatus ToStatus(domain::UserStatus status) {
  return user::v1::UserStatus(static_cast<int>(status));
}

user::v1::KycStatus ToKycStatus(domain::KycStatus status) {
  return user::v1::KycStatus(static_cast<int>(status));
}

user::v1::User ToUser(const eventstore::StreamId& stream,
                      const domain::UserState& state) {
  user::v1::User user;
  user.set_user_id(UserIdText(stream));
  user.set_partner_id(stream.tenant.value);
  if (state.profile.external_id) {
    user.set_external_id(state.profile.external_id->text());
  }
  SetProfile(state.profile, user.mutable_profile());
  user.set_status(ToStatus(state.status));
  user.set_kyc_status(ToKycStatus(state.kyc_status));
  user.set_email_verified(state.email_verified);
  user.set_legal_hold(state.legal_hold);
  return user;
}

void SetVersion(eventstore::Version version, absl::Time updated,
                user::v1::User* user) {
  user->set_version(version.value);
  SetTimestamp(updated, user->mutable_update_time());
}

}  // namespace rollbook::services

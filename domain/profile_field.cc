#include "domain/profile_field.h"

#include <array>
#include <cstddef>

namespace rollbook::domain {
namespace {

struct Row {
  ProfileField field;
  std::string_view name;
};

using enum ProfileField;

constexpr auto kRows = std::to_array<Row>({
    {kExternalId, "external_id"},
    {kEmail, "email"},
    {kFirstName, "first_name"},
    {kLastName, "last_name"},
    {kDateOfBirth, "date_of_birth"},
    {kPhoneNumber, "phone_number"},
    {kAddressLine1, "address.line1"},
    {kAddressLine2, "address.line2"},
    {kAddressCity, "address.city"},
    {kAddressPostalCode, "address.postal_code"},
    {kAddressProvince, "address.province"},
    {kAddressCountry, "address.country"},
    {kResidencyCountry, "residency_country"},
    {kTaxResidencyCountry, "tax_residency.country"},
    {kTaxResidencyProofType, "tax_residency.proof_type"},
    {kTaxResidencyValue, "tax_residency.value"},
    {kOccupation, "occupation"},
    {kIsCiroAffiliate, "is_ciro_affiliate"},
    {kAlias, "alias"},
    {kUserType, "user_type"},
    {kSignInMethod, "sign_in_method"},
    {kSignInIdentifier, "sign_in_identifier"},
});

constexpr bool InEnumOrder() {
  for (size_t i = 0; i < kRows.size(); ++i) {
    if (static_cast<size_t>(kRows[i].field) != i + kFirstProfileField) {
      return false;
    }
  }
  return kRows.size() == kLastProfileField;
}
static_assert(InEnumOrder(), "one row per field, in the enum's order");

constexpr auto kFields = [] {
  std::array<ProfileField, kRows.size()> fields{};
  for (size_t i = 0; i < kRows.size(); ++i) fields[i] = kRows[i].field;
  return fields;
}();

bool IsChildOf(std::string_view name, std::string_view parent) {
  return name.size() > parent.size() && name.starts_with(parent) &&
         name[parent.size()] == '.';
}

}  // namespace

std::span<const ProfileField> AllProfileFields() { return kFields; }

std::string_view FieldName(ProfileField field) {
  return kRows[static_cast<size_t>(field) - kFirstProfileField].name;
}

std::optional<ProfileField> FieldByName(std::string_view name) {
  for (const Row& row : kRows) {
    if (row.name == name) return row.field;
  }
  return std::nullopt;
}

std::optional<ProfileField> FieldByNumber(uint32_t number) {
  if (number < kFirstProfileField || number > kLastProfileField) {
    return std::nullopt;
  }
  return static_cast<ProfileField>(number);
}

std::optional<FieldSet> FieldsByMaskPath(std::string_view path) {
  // How a postal code came is part of its value.
  if (path == "address.postal_code_is_number") path = "address.postal_code";
  FieldSet fields;
  for (const Row& row : kRows) {
    const bool every = path == "*" && row.field != kExternalId;
    if (every || row.name == path || IsChildOf(row.name, path)) {
      fields.Add(row.field);
    }
  }
  if (fields.empty()) return std::nullopt;
  return fields;
}

}  // namespace rollbook::domain

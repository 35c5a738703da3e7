#ifndef ROLLBOOK_DOMAIN_PROFILE_FIELD_H_
#define ROLLBOOK_DOMAIN_PROFILE_FIELD_H_

#include <bit>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>

// The members of a profile, for rules, masks and violations. Pure data; safe
// from any thread.
namespace rollbook::domain {

// The numbers are stored in events and equal rollbook.user.v1.ProfileField:
// they must not change. Violations are reported in this order.
enum class ProfileField : uint8_t {
  kExternalId = 1,
  kEmail = 2,
  kFirstName = 3,
  kLastName = 4,
  kDateOfBirth = 5,
  kPhoneNumber = 6,
  kAddressLine1 = 7,
  kAddressLine2 = 8,
  kAddressCity = 9,
  kAddressPostalCode = 10,
  kAddressProvince = 11,
  kAddressCountry = 12,
  kResidencyCountry = 13,
  kTaxResidencyCountry = 14,
  kTaxResidencyProofType = 15,
  kTaxResidencyValue = 16,
  kOccupation = 17,
  kIsCiroAffiliate = 18,
  kAlias = 19,
  kUserType = 20,
  kSignInMethod = 21,
  kSignInIdentifier = 22,
};

inline constexpr int kFirstProfileField = 1;
inline constexpr int kLastProfileField = 22;

// A set of fields. A value: copy it freely.
class FieldSet {
 public:
  constexpr FieldSet() = default;
  constexpr FieldSet(std::initializer_list<ProfileField> fields) {
    for (ProfileField field : fields) Add(field);
  }

  constexpr void Add(ProfileField field) { bits_ |= Bit(field); }
  constexpr void Remove(ProfileField field) { bits_ &= ~Bit(field); }
  constexpr bool Contains(ProfileField field) const {
    return (bits_ & Bit(field)) != 0;
  }
  constexpr bool Intersects(FieldSet other) const {
    return (bits_ & other.bits_) != 0;
  }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr int size() const { return std::popcount(bits_); }

  constexpr FieldSet operator|(FieldSet other) const {
    return FieldSet(bits_ | other.bits_);
  }
  constexpr FieldSet operator&(FieldSet other) const {
    return FieldSet(bits_ & other.bits_);
  }
  // What is in this set and not in the other.
  constexpr FieldSet operator-(FieldSet other) const {
    return FieldSet(bits_ & ~other.bits_);
  }
  friend constexpr bool operator==(FieldSet, FieldSet) = default;

 private:
  constexpr explicit FieldSet(uint32_t bits) : bits_(bits) {}
  static constexpr uint32_t Bit(ProfileField field) {
    return uint32_t{1} << static_cast<int>(field);
  }

  uint32_t bits_ = 0;
};

// All fields, in the order of the enum.
std::span<const ProfileField> AllProfileFields();

// The path of a field: "email", "address.line1", "tax_residency.country".
std::string_view FieldName(ProfileField field);

// The field of a path; nullopt for an unknown one.
std::optional<ProfileField> FieldByName(std::string_view name);

// The field of a stored or transmitted number; nullopt for an unknown one.
std::optional<ProfileField> FieldByNumber(uint32_t number);

// What a mask path stands for: a field's own path, a parent ("address",
// "tax_residency") for all of its fields, "*" for every field of a profile
// (the external id is not one: it never changes). nullopt: unknown path.
std::optional<FieldSet> FieldsByMaskPath(std::string_view path);

}  // namespace rollbook::domain

#endif  // ROLLBOOK_DOMAIN_PROFILE_FIELD_H_

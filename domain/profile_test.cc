#include "domain/profile.h"

#include <gtest/gtest.h>

#include "domain/for_each_field.h"
#include "domain/test_users.h"

namespace rollbook::domain {
namespace {

TEST(ProfileField, IsFoundByItsName) {
  for (const ProfileField field : AllProfileFields()) {
    EXPECT_EQ(FieldByName(FieldName(field)), field);
    EXPECT_EQ(FieldByNumber(static_cast<uint32_t>(field)), field);
    EXPECT_EQ(FieldsByMaskPath(FieldName(field)), FieldSet{field});
  }
  EXPECT_EQ(FieldName(ProfileField::kTaxResidencyProofType),
            "tax_residency.proof_type");
  EXPECT_FALSE(FieldByName("address"));
  EXPECT_FALSE(FieldByNumber(0));
  EXPECT_FALSE(FieldByNumber(23));
}

TEST(ProfileField, ParentsAndTheStarStandForManyInAMask) {
  EXPECT_EQ(FieldsByMaskPath("address")->size(), 6);
  EXPECT_EQ(FieldsByMaskPath("tax_residency")->size(), 3);
  EXPECT_EQ(FieldsByMaskPath("*")->size(), 21);
  EXPECT_FALSE(FieldsByMaskPath("*")->Contains(ProfileField::kExternalId));
  EXPECT_EQ(FieldsByMaskPath("address.postal_code_is_number"),
            FieldSet{ProfileField::kAddressPostalCode});
  for (const char* path : {"", "addr", "address.", "address.*", "Email"}) {
    EXPECT_FALSE(FieldsByMaskPath(path)) << path;
  }
}

TEST(Profile, IsWalkedFieldByFieldInOrder) {
  std::vector<ProfileField> walked;
  ForEachField([&](ProfileField field, auto) { walked.push_back(field); });
  EXPECT_TRUE(std::ranges::equal(walked, AllProfileFields()));
}

TEST(Profile, AppliesWhatDiffFound) {
  const Profile before = *ParseProfile(JaneDoe(), {}, kToday);
  ProfileInput input = JaneDoe();
  input.first_name = "Joan";
  input.occupation.reset();
  input.alias = "jj";
  const Profile after = *ParseProfile(input, {}, kToday);
  const ProfilePatch patch = Diff(before, after);
  EXPECT_EQ(TouchedFields(patch),
            (FieldSet{ProfileField::kFirstName, ProfileField::kOccupation,
                      ProfileField::kAlias}));
  EXPECT_EQ(patch.cleared, FieldSet{ProfileField::kOccupation});
  EXPECT_EQ(Apply(before, patch), after);
  EXPECT_EQ(Diff(after, after), ProfilePatch{});
}

}  // namespace
}  // namespace rollbook::domain

#include "domain/profile.h"

#include "domain/for_each_field.h"

namespace rollbook::domain {

FieldSet PresentFields(const Profile& profile) {
  FieldSet present;
  ForEachField([&](ProfileField field, auto get) {
    if (get(profile).has_value()) present.Add(field);
  });
  return present;
}

FieldSet TouchedFields(const ProfilePatch& patch) {
  return PresentFields(patch.changed) | patch.cleared;
}

Profile Apply(Profile profile, const ProfilePatch& patch) {
  ForEachField([&](ProfileField field, auto get) {
    if (patch.cleared.Contains(field)) {
      get(profile).reset();
    } else if (get(patch.changed).has_value()) {
      get(profile) = get(patch.changed);
    }
  });
  return profile;
}

ProfilePatch Diff(const Profile& before, const Profile& after) {
  ProfilePatch patch;
  ForEachField([&](ProfileField field, auto get) {
    if (get(before) == get(after)) return;
    if (get(after).has_value()) {
      get(patch.changed) = get(after);
    } else {
      patch.cleared.Add(field);
    }
  });
  return patch;
}

}  // namespace rollbook::domain

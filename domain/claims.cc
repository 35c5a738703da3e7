#include "domain/claims.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "base/ascii.h"

namespace rollbook::domain {
namespace {

std::optional<std::string> ExternalIdOf(const UserState& state) {
  if (!state.profile.external_id) return std::nullopt;
  return ExternalIdClaimValue(state.profile.external_id->text(),
                              state.external_id_ignores_case);
}

std::optional<std::string> EmailOf(const UserState& state) {
  if (!state.email_claimed || !state.profile.email) return std::nullopt;
  return state.profile.email->UniquenessKey();
}

}  // namespace

// A state that does not exist or was erased has an empty profile, so it claims
// nothing by itself.
std::vector<ClaimChange> ClaimChanges(const UserState& before,
                                      const UserState& after) {
  using ValueOf = std::optional<std::string> (*)(const UserState&);
  constexpr std::pair<std::string_view, ValueOf> kKinds[] = {
      {kExternalIdClaim, ExternalIdOf}, {kEmailClaim, EmailOf}};
  std::vector<ClaimChange> releases;
  std::vector<ClaimChange> takes;
  for (const auto& [kind, value_of] : kKinds) {
    std::optional<std::string> old_value = value_of(before);
    std::optional<std::string> new_value = value_of(after);
    if (old_value == new_value) continue;
    if (old_value) {
      releases.push_back({kind, *std::move(old_value), ClaimAction::kRelease});
    }
    if (new_value) {
      takes.push_back({kind, *std::move(new_value), ClaimAction::kTake});
    }
  }
  std::ranges::move(takes, std::back_inserter(releases));
  return releases;
}

std::string ExternalIdClaimValue(std::string_view external_id,
                                 bool ignore_case) {
  return ignore_case ? base::Lowered(external_id) : std::string(external_id);
}

}  // namespace rollbook::domain

#include "services/rpc/caller_identity.h"

#include <optional>
#include <utility>

#include "base/error.h"
#include "base/status_macros.h"

namespace rollbook::services {
namespace {

using base::Reason;

struct RoleName {
  Role role;
  std::string_view name;
};

// The strongest first: a caller is named after its strongest role.
constexpr RoleName kRoleNames[] = {
    {Role::kAdmin, "admin"},
    {Role::kService, "service"},
    {Role::kGateway, "gateway"},
    {Role::kAuditor, "auditor"},
};

std::string NameFor(const Roles& roles, std::string_view who) {
  for (const RoleName& entry : kRoleNames) {
    if (!roles.Has(entry.role)) continue;
    return std::string(entry.name).append(":").append(who);
  }
  return std::string(who);
}

// gRPC percent-encodes the brackets of an IPv6 address.
bool IsLoopback(std::string_view address) {
  return address.starts_with("ipv4:127.") ||
         address.starts_with("ipv6:[::1]") ||
         address.starts_with("ipv6:%5B::1%5D");
}

std::shared_ptr<const PartnerGrants> GrantsOf(const IdentityRules& rules,
                                              std::string_view name) {
  const auto it = rules.grants_by_name.find(name);
  return it == rules.grants_by_name.end() ? nullptr : it->second;
}

absl::StatusOr<Caller> IdentifyByName(const IdentityRules& rules,
                                      const Peer& peer) {
  for (const std::string& name : peer.names) {
    const auto it = rules.roles_by_name.find(name);
    if (it == rules.roles_by_name.end()) continue;
    return Caller{.roles = it->second,
                  .name = NameFor(it->second, name),
                  .granted = GrantsOf(rules, name)};
  }
  return base::Error(Reason::kUnauthenticated);
}

}  // namespace

absl::StatusOr<Role> ParseRole(std::string_view text) {
  for (const RoleName& entry : kRoleNames) {
    if (entry.name == text) return entry.role;
  }
  return base::ErrorWithText(
      Reason::kInvalidArgument,
      "'" + std::string(text) +
          "' is not a role; the roles are service, gateway, auditor, admin");
}

absl::StatusOr<Roles> ParseRoles(std::string_view text) {
  Roles roles({});
  for (;;) {
    const size_t comma = text.find(',');
    ASSIGN_OR_RETURN(const Role role, ParseRole(text.substr(0, comma)));
    roles.Add(role);
    if (comma == std::string_view::npos) return roles;
    text.remove_prefix(comma + 1);
  }
}

absl::Status IdentityRules::AddRole(std::string_view mapping) {
  const size_t equals = mapping.rfind('=');
  if (equals == std::string_view::npos || equals == 0) {
    return base::ErrorWithText(
        Reason::kInvalidArgument,
        "'" + std::string(mapping) + "' is not NAME=role,role");
  }
  ASSIGN_OR_RETURN(const Roles roles, ParseRoles(mapping.substr(equals + 1)));
  roles_by_name.insert_or_assign(std::string(mapping.substr(0, equals)), roles);
  return absl::OkStatus();
}

absl::Status IdentityRules::AddGrant(std::string_view mapping) {
  const size_t equals = mapping.rfind('=');
  PartnerGrants partners;
  if (equals != std::string_view::npos && equals > 0) {
    std::string_view rest = mapping.substr(equals + 1);
    for (;;) {
      const size_t comma = rest.find(',');
      partners.insert(std::string(rest.substr(0, comma)));
      if (comma == std::string_view::npos) break;
      rest.remove_prefix(comma + 1);
    }
  }
  if (partners.empty() || partners.contains("")) {
    return base::ErrorWithText(
        Reason::kInvalidArgument,
        "'" + std::string(mapping) + "' is not NAME=partner,partner");
  }
  grants_by_name.insert_or_assign(
      std::string(mapping.substr(0, equals)),
      std::make_shared<const PartnerGrants>(std::move(partners)));
  return absl::OkStatus();
}

absl::StatusOr<Caller> IdentifyCaller(const IdentityRules& rules,
                                      const Peer& peer) {
  if (peer.secure) return IdentifyByName(rules, peer);
  if (peer.address.starts_with("unix:")) {
    return Caller{.roles = Roles::All(), .name = "admin:local"};
  }
  if (IsLoopback(peer.address)) {
    return Caller{.roles = rules.clear_roles,
                  .name = "service:local",
                  .granted = GrantsOf(rules, "local")};
  }
  return Caller{.roles = {Role::kService},
                .name = "service:clear",
                .granted = GrantsOf(rules, "clear")};
}

}  // namespace rollbook::services

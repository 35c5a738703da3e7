#ifndef ROLLBOOK_SERVICES_RPC_CALLER_IDENTITY_H_
#define ROLLBOOK_SERVICES_RPC_CALLER_IDENTITY_H_

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "services/caller.h"

// Who is at the other end of a connection:
//   the Unix socket      all roles, "admin:local" (its file mode is the guard)
//   clear TCP, loopback  the roles of --clear_roles, "service:local"
//   clear TCP, other     (only with --insecure) role `service`, "service:clear"
//   mutual TLS           the roles that --role gives to a subject alternative
//                        name (URI or DNS), "<role>:<name>"; a certificate
//                        without such a name is UNAUTHENTICATED.
namespace rollbook::services {

// "service", "gateway", "auditor", "admin". Errors name the text.
absl::StatusOr<Role> ParseRole(std::string_view text);

// A comma-separated list of at least one role.
absl::StatusOr<Roles> ParseRoles(std::string_view text);

struct IdentityRules {
  // TCP connections are over mutual TLS.
  bool tls = false;
  Roles clear_roles = {Role::kService};
  // Subject alternative name -> roles.
  std::map<std::string, Roles, std::less<>> roles_by_name;

  // The same names, and "local" and "clear" for clear TCP -> partners whose
  // history they may read without being auditors.
  std::map<std::string, std::shared_ptr<const PartnerGrants>, std::less<>>
      grants_by_name;

  // Adds "NAME=partner,partner" to the grants.
  absl::Status AddGrant(std::string_view mapping);

  // Adds "NAME=role,role". A name may contain '='; the last one counts.
  absl::Status AddRole(std::string_view mapping);
};

// What the transport knows of a peer.
struct Peer {
  std::string address;  // as gRPC writes it: "unix:", "ipv4:127.0.0.1:5000"
  bool secure = false;  // over TLS
  // Subject alternative names of the verified certificate.
  std::vector<std::string> names = {};
};

// Thread-safe. The deadline is the RPC's and left alone here.
absl::StatusOr<Caller> IdentifyCaller(const IdentityRules& rules,
                                      const Peer& peer);

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_RPC_CALLER_IDENTITY_H_

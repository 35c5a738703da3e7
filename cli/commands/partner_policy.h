#ifndef ROLLBOOK_CLI_COMMANDS_PARTNER_POLICY_H_
#define ROLLBOOK_CLI_COMMANDS_PARTNER_POLICY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rollbook/admin/v1/partner.pb.h"

namespace CLI {
class App;
}

namespace rollbook::cli {

// The flags of `partner create` and `partner update`. An absent flag leaves
// the contract's default, or what was set before.
struct PolicyFlags {
  // Comma-separated; an empty value makes nothing required.
  std::optional<std::string> required_fields;
  std::optional<uint32_t> min_age;
  std::optional<bool> unique_email;
  std::string unknown_members;
  std::optional<bool> check_address;
  std::optional<uint32_t> read_rate;
  std::optional<uint32_t> write_rate;
  std::optional<uint32_t> max_concurrency;
  std::vector<std::string> allow_ips;
};

void AddPolicyFlags(CLI::App& command, PolicyFlags& flags);

admin::v1::PartnerPolicy ToPolicy(const PolicyFlags& flags);

}  // namespace rollbook::cli

#endif  // ROLLBOOK_CLI_COMMANDS_PARTNER_POLICY_H_

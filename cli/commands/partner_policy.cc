#include "cli/commands/partner_policy.h"

#include "absl/strings/str_split.h"
#include "cli/command.h"

namespace rollbook::cli {

void AddPolicyFlags(CLI::App& command, PolicyFlags& flags) {
  const std::string group = "Policy";
  command
      .add_option("--required_fields", flags.required_fields,
                  "Replaces the contract's set, by its JSON names: a,b")
      ->group(group);
  command.add_option("--min_age", flags.min_age, "Years; 0: no minimum age")
      ->group(group);
  command
      .add_option("--unique_email", flags.unique_email,
                  "Refuse a second user with one e-mail address: true|false")
      ->group(group);
  command
      .add_option("--unknown_members", flags.unknown_members,
                  "JSON members the contract does not know: ignore|refuse")
      ->check(CLI::IsMember({"ignore", "refuse"}))
      ->group(group);
  command
      .add_option("--check_address", flags.check_address,
                  "Check province and postal code by country: true|false")
      ->group(group);
  command
      .add_option("--read_rate", flags.read_rate,
                  "Reads per second; the burst is one second's worth")
      ->group(group);
  command.add_option("--write_rate", flags.write_rate, "Writes per second")
      ->group(group);
  command
      .add_option("--max_concurrency", flags.max_concurrency,
                  "Requests at the same time")
      ->group(group);
  command
      .add_option("--allow_ips", flags.allow_ips,
                  "CIDR blocks that requests may come from: a,b "
                  "(0.0.0.0/0,::/0 allows any again)")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->group(group);
}

admin::v1::PartnerPolicy ToPolicy(const PolicyFlags& flags) {
  admin::v1::PartnerPolicy policy;
  if (flags.required_fields) {
    auto* fields = policy.mutable_required_fields();
    for (const auto& name :
         absl::StrSplit(*flags.required_fields, ',', absl::SkipWhitespace())) {
      fields->add_names(std::string(absl::StripAsciiWhitespace(name)));
    }
  }
  if (flags.min_age) policy.set_min_age(*flags.min_age);
  if (flags.unique_email) policy.set_unique_email(*flags.unique_email);
  if (flags.unknown_members == "ignore") {
    policy.set_unknown_members(admin::v1::UNKNOWN_MEMBERS_IGNORE);
  } else if (flags.unknown_members == "refuse") {
    policy.set_unknown_members(admin::v1::UNKNOWN_MEMBERS_REFUSE);
  }
  if (flags.check_address) policy.set_check_address(*flags.check_address);
  if (flags.read_rate) policy.set_read_rate(*flags.read_rate);
  if (flags.write_rate) policy.set_write_rate(*flags.write_rate);
  if (flags.max_concurrency) {
    policy.set_max_concurrency(*flags.max_concurrency);
  }
  for (const std::string& block : flags.allow_ips) policy.add_allow_ips(block);
  return policy;
}

}  // namespace rollbook::cli

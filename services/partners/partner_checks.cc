#include "services/partners/partner_checks.h"

#include <arpa/inet.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"

namespace rollbook::services {
namespace {

constexpr size_t kMaxPartnerIdSize = 64;
constexpr size_t kMaxJwtFieldSize = 256;
constexpr uint32_t kMaxMinAge = 150;
constexpr uint32_t kMaxRate = 1'000'000;
constexpr int kMaxAllowedBlocks = 256;

// "192.0.2.0/24", "2001:db8::/32", or a single address.
bool IsCidr(const std::string& text) {
  const size_t slash = text.find('/');
  const std::string address = text.substr(0, slash);
  uint8_t bytes[16];
  int bits = 0;
  if (inet_pton(AF_INET, address.c_str(), bytes) == 1) {
    bits = 32;
  } else if (inet_pton(AF_INET6, address.c_str(), bytes) == 1) {
    bits = 128;
  } else {
    return false;
  }
  if (slash == std::string::npos) return true;
  const std::string prefix = text.substr(slash + 1);
  int length = 0;
  return !prefix.empty() && prefix.size() <= 3 &&
         std::all_of(prefix.begin(), prefix.end(),
                     [](char c) { return c >= '0' && c <= '9'; }) &&
         absl::SimpleAtoi(prefix, &length) && length <= bits;
}

void CheckRate(const char* field, bool present, uint32_t value,
               Violations& violations) {
  if (present && (value == 0 || value > kMaxRate)) {
    violations.Add(std::string("policy.") + field, "RANGE",
                   "Must be between 1 and 1000000");
  }
}

// A name that the contract does not have would require nothing, silently.
void CheckRequiredFields(const admin::v1::PartnerPolicy& policy,
                         const ContractTraits& contract,
                         Violations& violations) {
  for (const std::string& name : policy.required_fields().names()) {
    if (std::find(contract.fields.begin(), contract.fields.end(), name) ==
        contract.fields.end()) {
      violations.Add("policy.required_fields", "ONE_OF",
                     "Must be among: " + absl::StrJoin(contract.fields, ", "));
      return;
    }
  }
}

void CheckAllowIps(const admin::v1::PartnerPolicy& policy,
                   Violations& violations) {
  const auto& blocks = policy.allow_ips();
  if (blocks.size() > kMaxAllowedBlocks ||
      !std::all_of(blocks.begin(), blocks.end(), IsCidr)) {
    violations.Add("policy.allow_ips", "CIDR",
                   "Must be up to 256 CIDR blocks, like 192.0.2.0/24 or "
                   "2001:db8::/32");
  }
}

void CheckJwt(const admin::v1::CreatePartnerRequest& request,
              ContractTraits::Jwt jwt, Violations& violations) {
  const auto check = [&](const char* field, const std::string& value) {
    if (jwt == ContractTraits::Jwt::kRequired && value.empty()) {
      violations.Add(field, "REQUIRED", "Is required for this contract");
    } else if (jwt == ContractTraits::Jwt::kNone && !value.empty()) {
      violations.Add(field, "NOT_ALLOWED", "This contract has no tokens");
    } else if (value.size() > kMaxJwtFieldSize) {
      violations.Add(field, "LENGTH", "Must be up to 256 bytes");
    }
  };
  check("jwt_issuer", request.jwt_issuer());
  check("jwt_client_id", request.jwt_client_id());
  if (jwt == ContractTraits::Jwt::kOptional &&
      request.jwt_issuer().empty() != request.jwt_client_id().empty()) {
    violations.Add(
        request.jwt_issuer().empty() ? "jwt_issuer" : "jwt_client_id",
        "REQUIRED", "Issuer and client come together");
  }
}

}  // namespace

bool IsPartnerId(std::string_view text) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  };
  return !text.empty() && text.size() <= kMaxPartnerIdSize && text[0] >= 'a' &&
         text[0] <= 'z' && std::all_of(text.begin(), text.end(), allowed);
}

absl::Status Check(const admin::v1::CreatePartnerRequest& request,
                   const ContractCatalogue& catalogue) {
  Violations violations;
  if (!IsPartnerId(request.partner_id())) {
    violations.Add("partner_id", "FORMAT",
                   "Must be 1 to 64 of a-z, 0-9 and '-', beginning with a "
                   "letter");
  }
  const ContractTraits* const traits = TraitsOf(catalogue, request.contract());
  if (traits == nullptr) {
    const auto name = [](std::string* out, const ContractTraits& contract) {
      out->append(contract.name);
    };
    violations.Add("contract", "ONE_OF",
                   "Must be one of: " + absl::StrJoin(catalogue, ", ", name));
  } else {
    CheckJwt(request, traits->jwt, violations);
  }
  CheckPolicy(request.policy(), traits, violations);
  return violations.status();
}

void CheckPolicy(const admin::v1::PartnerPolicy& policy,
                 const ContractTraits* contract, Violations& violations) {
  CheckRate("read_rate", policy.has_read_rate(), policy.read_rate(),
            violations);
  CheckRate("write_rate", policy.has_write_rate(), policy.write_rate(),
            violations);
  CheckRate("max_concurrency", policy.has_max_concurrency(),
            policy.max_concurrency(), violations);
  if (policy.min_age() > kMaxMinAge) {
    violations.Add("policy.min_age", "RANGE", "Must be up to 150");
  }
  if (!admin::v1::UnknownMembers_IsValid(policy.unknown_members())) {
    violations.Add("policy.unknown_members", "ONE_OF",
                   "Must be IGNORE or REFUSE");
  }
  if (contract != nullptr) CheckRequiredFields(policy, *contract, violations);
  CheckAllowIps(policy, violations);
}

}  // namespace rollbook::services

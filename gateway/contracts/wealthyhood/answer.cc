#include "gateway/contracts/wealthyhood/answer.h"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "absl/strings/numbers.h"
#include "gateway/contracts/json_answer.h"
#include "gateway/mapping/timestamp_text.h"

namespace rollbook::gateway::wealthyhood {
namespace {

using Json = nlohmann::ordered_json;

const char* NameOf(user::v1::KycStatus status) {
  switch (status) {
    case user::v1::KYC_STATUS_PASSED:
      return "passed";
    case user::v1::KYC_STATUS_FAILED:
      return "failed";
    default:
      return "pending";
  }
}

Json PostalCode(const user::v1::Address& address) {
  uint64_t number = 0;
  if (address.postal_code_is_number() &&
      absl::SimpleAtoi(address.postal_code(), &number)) {
    return number;
  }
  return address.postal_code();
}

// Only the members that have a value.
Json AddressOf(const user::v1::Address& address) {
  Json json = Json::object();
  if (address.has_line1()) json.emplace("line1", address.line1());
  if (address.has_line2()) json.emplace("line2", address.line2());
  if (address.has_city()) json.emplace("city", address.city());
  if (address.has_postal_code()) {
    json.emplace("postalCode", PostalCode(address));
  }
  if (address.has_country()) json.emplace("countryCode", address.country());
  return json;
}

Json TaxResidencyOf(const user::v1::TaxResidency& residency) {
  Json json = Json::object();
  if (residency.has_country()) json.emplace("countryCode", residency.country());
  if (residency.has_proof_type()) {
    json.emplace("proofType", residency.proof_type());
  }
  if (residency.has_value()) json.emplace("value", residency.value());
  return json;
}

Json PersonOf(const user::v1::User& user) {
  const user::v1::Profile& profile = user.profile();
  Json json = {{"id", user.external_id()}};
  if (profile.has_email()) json.emplace("email", profile.email());
  if (profile.has_first_name()) {
    json.emplace("firstName", profile.first_name());
  }
  if (profile.has_last_name()) json.emplace("lastName", profile.last_name());
  if (profile.has_date_of_birth()) {
    json.emplace("dateOfBirth", profile.date_of_birth());
  }
  if (profile.has_residency_country()) {
    json.emplace("residencyCountry", profile.residency_country());
  }
  return json;
}

}  // namespace

http::HttpResponse CreatedAnswer(const user::v1::User& user) {
  Json body = PersonOf(user);
  body.emplace("emailVerified", user.email_verified());
  body.emplace("kycStatus", NameOf(user.kyc_status()));
  // Its only event so far is its creation.
  const std::string created = TimestampText(user.update_time());
  body.emplace("createdAt", created);
  body.emplace("updatedAt", created);
  if (user.profile().has_address()) {
    body.emplace("address", AddressOf(user.profile().address()));
  }
  if (user.profile().has_tax_residency()) {
    body.emplace("taxResidency",
                 TaxResidencyOf(user.profile().tax_residency()));
  }
  return JsonAnswer(201, body);
}

}  // namespace rollbook::gateway::wealthyhood

#include "gateway/contracts/wealthyhood/request.h"

#include <string_view>
#include <vector>

#include "gateway/json/object_reader.h"
#include "gateway/mapping/json_body.h"

namespace rollbook::gateway::wealthyhood {
namespace {

using json::ObjectReader;
using json::Read;
using user::v1::Profile;

// The documentation's example has a number; it is answered as it came.
void ReadPostalCode(ObjectReader& members, std::string_view name,
                    Profile& profile) {
  const Read<json::StringOrNumber> code = members.TextOrNumber(name);
  if (!code.has_value()) return;
  profile.mutable_address()->set_postal_code(code.value.text);
  profile.mutable_address()->set_postal_code_is_number(code.value.is_number);
}

// The members of one object, or those of the body itself when `object` is
// empty.
void ReadMembers(ObjectReader& members, std::string_view object,
                 Profile& profile) {
  const size_t prefix = object.empty() ? 0 : object.size() + 1;
  for (const Field& field : Fields().rows()) {
    const bool nested = IsIn(kAddress, field) || IsIn(kTaxResidency, field);
    if (object.empty() ? nested : !IsIn(object, field)) continue;
    const std::string_view name = field.name.substr(prefix);
    if (field.name == kPostalCode) {
      ReadPostalCode(members, name, profile);
      continue;
    }
    const Read<std::string_view> text = members.String(name);
    if (text.has_value()) field.text(profile)->assign(text.value);
  }
}

size_t ReadObject(ObjectReader& body, std::string_view object,
                  const std::vector<user::v1::ProfileField>& required,
                  bool refuse_unknown, user::v1::CreateUserRequest& request,
                  FieldErrors& errors) {
  auto members = body.Object(object);
  if (!members) return 0;
  for (const auto field : required) {
    request.mutable_rules()->add_required(field);
  }
  ReadMembers(*members, object, *request.mutable_profile());
  return CloseObject(*members, refuse_unknown, errors);
}

}  // namespace

size_t ReadCreate(const json::Document& body, const Policy& policy,
                  user::v1::CreateUserRequest& request, FieldErrors& errors) {
  auto members = OpenBody(body, errors);
  if (!members) return 0;
  const bool refuse = policy.refuse_unknown_members;
  *request.mutable_rules() = policy.rules;
  ReadMembers(*members, "", *request.mutable_profile());
  size_t unknown = 0;
  unknown += ReadObject(*members, kAddress, policy.required_in_address, refuse,
                        request, errors);
  unknown +=
      ReadObject(*members, kTaxResidency, policy.required_in_tax_residency,
                 refuse, request, errors);
  return unknown + CloseObject(*members, refuse, errors);
}

}  // namespace rollbook::gateway::wealthyhood

#include "gateway/contracts/capa/request.h"

#include <string_view>

#include "gateway/json/object_reader.h"
#include "gateway/mapping/json_body.h"

namespace rollbook::gateway::capa {
namespace {

using json::ObjectReader;
using json::Read;
using user::v1::Profile;
using user::v1::ProfileRules;
using user::v1::SignInMethod;
using user::v1::UserType;

// Omitted means NONE (section 2). Unspecified: not one of the words.
SignInMethod MethodOf(const Read<std::string_view>& word) {
  if (!word.has_value() || word.value == "NONE") {
    return user::v1::SIGN_IN_METHOD_NONE;
  }
  if (word.value == "EMAIL") return user::v1::SIGN_IN_METHOD_EMAIL;
  if (word.value == "PHONE_NUMBER") {
    return user::v1::SIGN_IN_METHOD_PHONE_NUMBER;
  }
  return user::v1::SIGN_IN_METHOD_UNSPECIFIED;
}

// Omitted means INDIVIDUAL (section 2).
UserType UserTypeOf(const Read<std::string_view>& word) {
  if (!word.has_value() || word.value == "INDIVIDUAL") {
    return user::v1::USER_TYPE_INDIVIDUAL;
  }
  if (word.value == "BUSINESS") return user::v1::USER_TYPE_BUSINESS;
  return user::v1::USER_TYPE_UNSPECIFIED;
}

SignInMethod ReadMethod(ObjectReader& members, const ProfileRules& rules,
                        Profile& profile, FieldErrors& errors) {
  const Read<std::string_view> word = members.String(kMethod);
  const SignInMethod method = MethodOf(word);
  if (method == user::v1::SIGN_IN_METHOD_UNSPECIFIED) {
    errors.Add(kMethod, "Must be one of: EMAIL, PHONE_NUMBER, NONE");
  }
  if (word.has_value() ||
      !Requires(rules, user::v1::PROFILE_FIELD_SIGN_IN_METHOD)) {
    profile.set_sign_in_method(method);
  }
  return method;
}

void ReadUserType(ObjectReader& members, const ProfileRules& rules,
                  Profile& profile, FieldErrors& errors) {
  const Read<std::string_view> word = members.String(kUserType);
  const UserType type = UserTypeOf(word);
  if (type == user::v1::USER_TYPE_UNSPECIFIED) {
    errors.Add(kUserType, "Must be one of: INDIVIDUAL, BUSINESS");
  }
  if (word.has_value() || !Requires(rules, user::v1::PROFILE_FIELD_USER_TYPE)) {
    profile.set_user_type(type);
  }
}

// What the identifier is depends on the method.
void ReadIdentifier(ObjectReader& members, SignInMethod method,
                    const Policy& policy, ProfileRules& rules,
                    Profile& profile) {
  const Read<std::string_view> identifier = members.String(kIdentifier);
  std::string value(identifier.value);
  switch (method) {
    case user::v1::SIGN_IN_METHOD_EMAIL:
      rules.add_required(user::v1::PROFILE_FIELD_EMAIL);
      if (identifier.has_value()) profile.set_email(std::move(value));
      return;
    case user::v1::SIGN_IN_METHOD_PHONE_NUMBER:
      rules.add_required(user::v1::PROFILE_FIELD_PHONE_NUMBER);
      if (identifier.has_value()) profile.set_phone_number(std::move(value));
      return;
    case user::v1::SIGN_IN_METHOD_NONE:
      if (policy.identifier_always_required) {
        rules.add_required(user::v1::PROFILE_FIELD_SIGN_IN_IDENTIFIER);
      }
      if (identifier.has_value()) {
        profile.set_sign_in_identifier(std::move(value));
      }
      return;
    default:  // refused already
      return;
  }
}

}  // namespace

size_t ReadCreate(const json::Document& body, const Policy& policy,
                  user::v1::CreateUserRequest& request, FieldErrors& errors) {
  auto members = OpenBody(body, errors);
  if (!members) return 0;
  ProfileRules& rules = *request.mutable_rules();
  rules = policy.rules;
  Profile& profile = *request.mutable_profile();
  const Read<std::string_view> id = members->String(kExternalUserId);
  if (id.has_value()) request.set_external_id(std::string(id.value));
  const SignInMethod method = ReadMethod(*members, rules, profile, errors);
  ReadIdentifier(*members, method, policy, rules, profile);
  ReadUserType(*members, rules, profile, errors);
  const Read<std::string_view> alias = members->String(kAlias);
  if (alias.has_value()) profile.set_alias(std::string(alias.value));
  return CloseObject(*members, policy.refuse_unknown_members, errors);
}

}  // namespace rollbook::gateway::capa

#include "services/users/user_fields.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <set>
#include <string_view>

#include "absl/strings/ascii.h"

namespace rollbook::services {
namespace {

using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

using Fields = std::map<std::string, std::string>;

// Not what somebody changed, but what names or follows from it.
bool IsDerived(const FieldDescriptor& field) {
  static const std::set<std::string> derived = {
      "rollbook.user.v1.User.user_id",
      "rollbook.user.v1.User.partner_id",
      "rollbook.user.v1.User.version",
      "rollbook.user.v1.User.create_time",
      "rollbook.user.v1.User.update_time",
      "rollbook.user.v1.Profile.phone_number_e164",
      "rollbook.user.v1.Address.postal_code_is_number"};
  return derived.contains(field.full_name());
}

// USER_STATUS_ACTIVE is "active": the prefix is the zero value's.
std::string EnumText(const EnumValueDescriptor& value) {
  constexpr std::string_view kZero = "UNSPECIFIED";
  const std::string& zero = value.type()->value(0)->name();
  return absl::AsciiStrToLower(value.name().substr(zero.size() - kZero.size()));
}

std::string ValueText(const Message& message, const FieldDescriptor& field) {
  const auto& reflection = *message.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.GetBool(message, &field) ? "true" : "false";
    case FieldDescriptor::CPPTYPE_ENUM:
      return EnumText(*reflection.GetEnum(message, &field));
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection.GetString(message, &field);
    default:
      return "";  // a user has no other kind
  }
}

// A boolean that is always there has a value when it is false, too.
bool HasValue(const Message& message, const FieldDescriptor& field) {
  if (message.GetReflection()->HasField(message, &field)) return true;
  return field.cpp_type() == FieldDescriptor::CPPTYPE_BOOL &&
         !field.has_presence();
}

void AddFields(const Message& message, const std::string& prefix,
               Fields& fields) {
  const auto& reflection = *message.GetReflection();
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* const field = message.GetDescriptor()->field(i);
    if (IsDerived(*field) || !HasValue(message, *field)) continue;
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      fields[prefix + field->name()] = ValueText(message, *field);
      continue;
    }
    // A profile's fields are the user's own.
    const bool own = field->message_type() == user::v1::Profile::descriptor();
    AddFields(reflection.GetMessage(message, field),
              own ? prefix : prefix + field->name() + ".", fields);
  }
}

}  // namespace

Fields FieldsOf(const user::v1::User& user) {
  Fields fields;
  AddFields(user, "", fields);
  return fields;
}

}  // namespace rollbook::services

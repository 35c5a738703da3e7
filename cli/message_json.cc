#include "cli/message_json.h"

#include <google/protobuf/duration.pb.h>
#include <google/protobuf/timestamp.pb.h>

#include <nlohmann/json.hpp>
#include <vector>

#include "absl/strings/ascii.h"
#include "base/bytes.h"
#include "cli/times.h"

namespace rollbook::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr double kNanosPerSecond = 1e9;

// A message that has a JSON form of its own, else its members.
Json ValueOfMessage(const Message& message) {
  const std::string& type = message.GetDescriptor()->full_name();
  if (type == "google.protobuf.Timestamp") {
    return Rfc3339(static_cast<const google::protobuf::Timestamp&>(message));
  }
  if (type == "google.protobuf.Duration") {
    const auto& duration =
        static_cast<const google::protobuf::Duration&>(message);
    return static_cast<double>(duration.seconds()) +
           duration.nanos() / kNanosPerSecond;
  }
  if (type == "rollbook.type.v1.Position") {
    return PositionJson(static_cast<const type::v1::Position&>(message));
  }
  return MessageJson(message);
}

Json StringValue(const FieldDescriptor& field, std::string value) {
  if (field.type() == FieldDescriptor::TYPE_BYTES) return base::ToHex(value);
  return value;
}

// `Get` reads one value: of a plain field, or one element of a repeated one.
#define ROLLBOOK_JSON_VALUE(GET, ...)                                 \
  switch (field.cpp_type()) {                                         \
    case FieldDescriptor::CPPTYPE_INT32:                              \
      return reflection.GET##Int32(__VA_ARGS__);                      \
    case FieldDescriptor::CPPTYPE_INT64:                              \
      return reflection.GET##Int64(__VA_ARGS__);                      \
    case FieldDescriptor::CPPTYPE_UINT32:                             \
      return reflection.GET##UInt32(__VA_ARGS__);                     \
    case FieldDescriptor::CPPTYPE_UINT64:                             \
      return reflection.GET##UInt64(__VA_ARGS__);                     \
    case FieldDescriptor::CPPTYPE_DOUBLE:                             \
      return reflection.GET##Double(__VA_ARGS__);                     \
    case FieldDescriptor::CPPTYPE_FLOAT:                              \
      return reflection.GET##Float(__VA_ARGS__);                      \
    case FieldDescriptor::CPPTYPE_BOOL:                               \
      return reflection.GET##Bool(__VA_ARGS__);                       \
    case FieldDescriptor::CPPTYPE_ENUM:                               \
      return EnumName(*reflection.GET##Enum(__VA_ARGS__));            \
    case FieldDescriptor::CPPTYPE_STRING:                             \
      return StringValue(field, reflection.GET##String(__VA_ARGS__)); \
    case FieldDescriptor::CPPTYPE_MESSAGE:                            \
      return ValueOfMessage(reflection.GET##Message(__VA_ARGS__));    \
  }                                                                   \
  return nullptr

Json SingleValue(const Message& message, const Reflection& reflection,
                 const FieldDescriptor& field) {
  ROLLBOOK_JSON_VALUE(Get, message, &field);
}

Json RepeatedValue(const Message& message, const Reflection& reflection,
                   const FieldDescriptor& field, int index) {
  ROLLBOOK_JSON_VALUE(GetRepeated, message, &field, index);
}

#undef ROLLBOOK_JSON_VALUE

// "USER_STATUS_" for UserStatus: the name of the zero value without its end.
std::string PrefixOf(const EnumDescriptor& type) {
  constexpr std::string_view kZeroSuffix = "UNSPECIFIED";
  std::string zero = type.value(0)->name();
  if (zero.ends_with(kZeroSuffix)) {
    zero.resize(zero.size() - kZeroSuffix.size());
  }
  return zero;
}

}  // namespace

Json MessageJson(const Message& message) {
  const Reflection& reflection = *message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection.ListFields(message, &fields);
  Json object = Json::object();
  for (const FieldDescriptor* field : fields) {
    Json& member = object[field->json_name()];
    if (!field->is_repeated()) {
      member = SingleValue(message, reflection, *field);
      continue;
    }
    member = Json::array();
    for (int i = 0; i < reflection.FieldSize(message, field); ++i) {
      member.push_back(RepeatedValue(message, reflection, *field, i));
    }
  }
  return object;
}

std::string EnumName(const EnumValueDescriptor& value) {
  const std::string prefix = PrefixOf(*value.type());
  std::string name = value.name();
  if (name.starts_with(prefix)) name.erase(0, prefix.size());
  return absl::AsciiStrToLower(name);
}

const EnumValueDescriptor* EnumByName(const EnumDescriptor& type,
                                      std::string_view name) {
  for (int i = 1; i < type.value_count(); ++i) {
    if (EnumName(*type.value(i)) == name) return type.value(i);
  }
  return nullptr;
}

Json PositionJson(const type::v1::Position& position) {
  if (position.shard() == 0) return position.number();
  return std::to_string(position.shard()) + "/" +
         std::to_string(position.number());
}

}  // namespace rollbook::cli

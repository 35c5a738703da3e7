#ifndef ROLLBOOK_CLI_MESSAGE_JSON_H_
#define ROLLBOOK_CLI_MESSAGE_JSON_H_

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <string>
#include <string_view>

#include "cli/json.h"
#include "rollbook/type/v1/position.pb.h"

// Messages of the API as JSON, by reflection: a new event or field needs no
// change here.
namespace rollbook::cli {

// An object with the fields that are set, in the order of their numbers,
// under their lowerCamelCase names. Enums as EnumName() below, timestamps as
// Rfc3339(), positions as PositionJson(), durations in seconds, bytes in
// hex, 64-bit integers as numbers.
Json MessageJson(const google::protobuf::Message& message);

// The value without its enum's prefix, in lower case:
// USER_STATUS_PENDING_COMPLIANCE is "pending_compliance".
std::string EnumName(const google::protobuf::EnumValueDescriptor& value);

template <typename Enum>
std::string EnumName(Enum value) {
  const auto* found =
      google::protobuf::GetEnumDescriptor<Enum>()->FindValueByNumber(value);
  return found != nullptr ? EnumName(*found) : std::to_string(value);
}

// The enum's value with that short name; null for an unknown one and for
// "unspecified".
const google::protobuf::EnumValueDescriptor* EnumByName(
    const google::protobuf::EnumDescriptor& type, std::string_view name);

// A plain number in the first shard, "shard/number" in the others.
Json PositionJson(const type::v1::Position& position);

}  // namespace rollbook::cli

#endif  // ROLLBOOK_CLI_MESSAGE_JSON_H_

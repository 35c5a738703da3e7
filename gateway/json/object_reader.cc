#include "gateway/json/object_reader.h"

#include <utility>

namespace rollbook::gateway::json {

ObjectReader::ObjectReader(Value object, std::string path, FieldErrors& errors)
    : path_(std::move(path)), errors_(errors) {
  members_.reserve(16);
  for (const Value member : object) members_.push_back({member});
}

Read<std::string_view> ObjectReader::String(std::string_view name) {
  const Value* value = Find(name);
  if (value == nullptr) return {};
  if (value->kind() == Kind::kNull) return {Presence::kNull, {}};
  if (value->kind() == Kind::kString) {
    if (value->text().empty()) return {Presence::kEmpty, {}};
    return {Presence::kValue, value->text()};
  }
  // A defect has been noted under the document's own wording.
  errors_.Add(PathOf(name),
              value->kind() == Kind::kDefect ? kIsNotValid : kMustBeAString);
  return {Presence::kRefused, {}};
}

Read<bool> ObjectReader::Bool(std::string_view name) {
  const Value* value = Find(name);
  if (value == nullptr) return {};
  if (value->kind() == Kind::kNull) return {Presence::kNull, {}};
  if (value->kind() == Kind::kBool) return {Presence::kValue, value->flag()};
  errors_.Add(PathOf(name),
              value->kind() == Kind::kDefect ? kIsNotValid : kMustBeABoolean);
  return {Presence::kRefused, {}};
}

Read<StringOrNumber> ObjectReader::TextOrNumber(std::string_view name) {
  const Value* value = Find(name);
  if (value == nullptr) return {};
  switch (value->kind()) {
    case Kind::kNull:
      return {Presence::kNull, {}};
    case Kind::kString:
      return {value->text().empty() ? Presence::kEmpty : Presence::kValue,
              {std::string(value->text()), false}};
    case Kind::kNumber:
      if (const auto whole = value->whole()) {
        return {Presence::kValue, {std::to_string(*whole), true}};
      }
      errors_.Add(PathOf(name), kIsNotValid);
      break;
    case Kind::kDefect:
      errors_.Add(PathOf(name), kIsNotValid);
      break;
    default:
      errors_.Add(PathOf(name), kMustBeAStringOrANumber);
  }
  return {Presence::kRefused, {}};
}

std::optional<ObjectReader> ObjectReader::Object(std::string_view name) {
  const Value* value = Find(name);
  if (value == nullptr || value->kind() == Kind::kNull) return std::nullopt;
  if (value->kind() == Kind::kObject) {
    return ObjectReader(*value, PathOf(name), errors_);
  }
  errors_.Add(PathOf(name),
              value->kind() == Kind::kDefect ? kIsNotValid : kMustBeAnObject);
  return std::nullopt;
}

std::vector<std::string> ObjectReader::Unknown() const {
  std::vector<std::string> unknown;
  for (const Member& member : members_) {
    if (!member.read) unknown.push_back(PathOf(member.value.key()));
  }
  return unknown;
}

const Value* ObjectReader::Find(std::string_view name) {
  for (size_t tried = 0; tried < members_.size(); ++tried) {
    if (next_ == members_.size()) next_ = 0;
    Member& member = members_[next_++];
    if (member.value.key() == name) {
      if (!std::exchange(member.read, true)) ++known_;
      return &member.value;
    }
  }
  return nullptr;
}

std::string ObjectReader::PathOf(std::string_view name) const {
  return path_.empty() ? std::string(name) : path_ + "." + std::string(name);
}

}  // namespace rollbook::gateway::json

#include "base/error.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "absl/strings/cord.h"

namespace rollbook::base {
namespace {

// The payload is a list of length-prefixed strings: reason name, number of
// violations, three strings each, then key/value pairs. It never leaves the
// process.
constexpr char kPayloadUrl[] = "rollbook/error";

void PutString(std::string& out, std::string_view value) {
  const auto size = static_cast<uint32_t>(value.size());
  out.append(reinterpret_cast<const char*>(&size), sizeof(size));
  out.append(value);
}

class PayloadReader {
 public:
  explicit PayloadReader(std::string_view in) : in_(in) {}

  bool done() const { return in_.empty(); }

  std::string Next() {
    uint32_t size = 0;
    in_.copy(reinterpret_cast<char*>(&size), sizeof(size));
    std::string value(in_.substr(sizeof(size), size));
    in_.remove_prefix(sizeof(size) + size);
    return value;
  }

 private:
  std::string_view in_;
};

std::optional<std::string> PayloadOf(const absl::Status& status) {
  const auto payload = status.GetPayload(kPayloadUrl);
  if (!payload) return std::nullopt;
  return static_cast<std::string>(*payload);
}

}  // namespace

absl::Status Error(Reason reason) { return Error(reason, {}); }

absl::Status Error(Reason reason, const ErrorDetails& details) {
  return ErrorWithText(reason, std::string(InfoOf(reason).text), details);
}

absl::Status ErrorWithText(Reason reason, const std::string& text,
                           const ErrorDetails& details) {
  const ReasonInfo& info = InfoOf(reason);
  std::string payload;
  PutString(payload, info.name);
  PutString(payload, std::to_string(details.violations.size()));
  for (const FieldViolation& violation : details.violations) {
    PutString(payload, violation.field);
    PutString(payload, violation.code);
    PutString(payload, violation.message);
  }
  for (const auto& [key, value] : details.metadata) {
    PutString(payload, key);
    PutString(payload, value);
  }
  absl::Status status(info.code, text);
  status.SetPayload(kPayloadUrl, absl::Cord(payload));
  return status;
}

std::optional<Reason> ReasonOf(const absl::Status& status) {
  const auto payload = PayloadOf(status);
  if (!payload) return std::nullopt;
  return ReasonByName(PayloadReader(*payload).Next());
}

ErrorDetails DetailsOf(const absl::Status& status) {
  ErrorDetails details;
  const auto payload = PayloadOf(status);
  if (!payload) return details;
  PayloadReader reader(*payload);
  reader.Next();
  const size_t violations = std::stoul(reader.Next());
  for (size_t i = 0; i < violations; ++i) {
    std::string field = reader.Next();
    std::string code = reader.Next();
    std::string message = reader.Next();
    details.violations.push_back(
        {std::move(field), std::move(code), std::move(message)});
  }
  while (!reader.done()) {
    std::string key = reader.Next();
    std::string value = reader.Next();
    details.metadata.emplace_back(std::move(key), std::move(value));
  }
  return details;
}

std::optional<std::string> MetadataOf(const absl::Status& status,
                                      const std::string& key) {
  for (auto& [name, value] : DetailsOf(status).metadata) {
    if (name == key) return value;
  }
  return std::nullopt;
}

}  // namespace rollbook::base

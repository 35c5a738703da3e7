#include "cli/failure.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

#include "absl/strings/cord.h"
#include "absl/strings/str_split.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace rollbook::cli {
namespace {

constexpr char kUsageUrl[] = "rollbook/usage";
constexpr char kDetailsUrl[] = "type.googleapis.com/google.rpc.Status";

// The codes of the violations, in their order, in ErrorInfo's metadata.
constexpr char kViolationCodesKey[] = "violation_codes";

void ReadErrorInfo(const google::rpc::ErrorInfo& info, Failure& failure,
                   std::vector<std::string>& codes) {
  failure.reason = info.reason();
  const auto found = info.metadata().find(kViolationCodesKey);
  if (found != info.metadata().end()) {
    codes = absl::StrSplit(found->second, ',');
  }
}

void ReadDetails(const std::string& bytes, Failure& failure) {
  google::rpc::Status status;
  if (!status.ParseFromString(bytes)) return;
  std::vector<std::string> codes;
  for (const auto& detail : status.details()) {
    google::rpc::ErrorInfo info;
    google::rpc::BadRequest bad_request;
    if (detail.UnpackTo(&info)) {
      ReadErrorInfo(info, failure, codes);
    } else if (detail.UnpackTo(&bad_request)) {
      for (const auto& violation : bad_request.field_violations()) {
        failure.fields.push_back(
            {violation.field(), "", violation.description()});
      }
    }
  }
  for (size_t i = 0; i < failure.fields.size() && i < codes.size(); ++i) {
    failure.fields[i].code = codes[i];
  }
}

}  // namespace

absl::Status UsageError(const std::string& text) {
  absl::Status status(absl::StatusCode::kInvalidArgument, text);
  status.SetPayload(kUsageUrl, absl::Cord());
  return status;
}

bool IsUsageError(const absl::Status& status) {
  return status.GetPayload(kUsageUrl).has_value();
}

absl::Status RefusedByService(absl::StatusCode code, const std::string& message,
                              const std::string& serialized_details) {
  absl::Status status(code, message);
  status.SetPayload(kDetailsUrl, absl::Cord(serialized_details));
  return status;
}

absl::Status NameFlags(const absl::Status& status, FieldFlags flags) {
  const auto payload = status.GetPayload(kDetailsUrl);
  google::rpc::Status rich;
  if (!payload || !rich.ParseFromString(static_cast<std::string>(*payload))) {
    return status;
  }
  for (google::protobuf::Any& detail : *rich.mutable_details()) {
    google::rpc::BadRequest bad_request;
    if (!detail.UnpackTo(&bad_request)) continue;
    for (auto& violation : *bad_request.mutable_field_violations()) {
      for (const auto& [field, flag] : flags) {
        if (violation.field() == field) violation.set_field(flag);
      }
    }
    detail.PackFrom(bad_request);
  }
  absl::Status named = status;
  named.SetPayload(kDetailsUrl, absl::Cord(rich.SerializeAsString()));
  return named;
}

Failure Describe(const absl::Status& status) {
  Failure failure;
  failure.message = std::string(status.message());
  if (IsUsageError(status)) {
    failure.reason = "USAGE";
    return failure;
  }
  failure.reason = absl::StatusCodeToString(status.code());
  if (const auto reason = base::ReasonOf(status)) {
    failure.reason = std::string(base::InfoOf(*reason).name);
    failure.fields = base::DetailsOf(status).violations;
  } else if (const auto details = status.GetPayload(kDetailsUrl)) {
    ReadDetails(std::string(*details), failure);
  }
  return failure;
}

std::string ToLine(const Failure& failure) {
  std::string line = "error: " + failure.reason + ": " + failure.message;
  for (const base::FieldViolation& field : failure.fields) {
    line += "; " + field.field + ": " + field.message;
  }
  // What a server or a file name holds must not forge further lines.
  for (char& c : line) {
    if (static_cast<unsigned char>(c) < ' ') c = ' ';
  }
  return line;
}

Json ToJson(const std::vector<base::FieldViolation>& fields) {
  Json array = Json::array();
  for (const base::FieldViolation& field : fields) {
    array.push_back({{"field", field.field},
                     {"code", field.code},
                     {"message", field.message}});
  }
  return array;
}

Json ToJson(const Failure& failure) {
  return {{"error",
           {{"reason", failure.reason},
            {"message", failure.message},
            {"fields", ToJson(failure.fields)}}}};
}

}  // namespace rollbook::cli

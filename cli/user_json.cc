#include "cli/user_json.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "base/error.h"
#include "cli/message_json.h"

namespace rollbook::cli {
namespace {

using base::FieldViolation;
using base::Reason;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr auto kMembers = std::to_array<ProfileMember>({
    {"email", "email", "email", "e-mail address"},
    {"firstName", "first_name", "first_name", "first name"},
    {"lastName", "last_name", "last_name", "last name"},
    {"dateOfBirth", "date_of_birth", "date_of_birth", "YYYY-MM-DD"},
    {"phoneNumber", "phone_number", "phone_number", "phone number"},
    {"addressLine1", "address_line1", "address.line1", "street and number"},
    {"addressLine2", "address_line2", "address.line2", "second address line"},
    {"city", "city", "address.city", "city"},
    {"postalCode", "postal_code", "address.postal_code", "postal code"},
    {"province", "province", "address.province",
     "ISO 3166-2 code without its prefix, or name"},
    {"country", "country", "address.country", "ISO 3166-1 alpha-2"},
    {"residencyCountry", "residency_country", "residency_country",
     "ISO 3166-1 alpha-2"},
    {"taxResidencyCountry", "tax_residency_country", "tax_residency.country",
     "ISO 3166-1 alpha-2"},
    {"taxResidencyProofType", "tax_residency_proof_type",
     "tax_residency.proof_type", "TIN or another kind of proof"},
    {"taxResidencyValue", "tax_residency_value", "tax_residency.value",
     "the proof's number"},
    {"occupation", "occupation", "occupation", "occupation"},
    {"isCiroAffiliate", "is_ciro_affiliate", "is_ciro_affiliate",
     "affiliated with a CIRO member: true or false"},
    {"alias", "alias", "alias", "alias"},
    {"userType", "user_type", "user_type", "individual or business"},
    {"signInMethod", "sign_in_method", "sign_in_method",
     "email, phone_number or none"},
    {"signInIdentifier", "sign_in_identifier", "sign_in_identifier",
     "what the user signs in with"},
});

constexpr std::string_view kExternalIdName = "externalId";
constexpr std::string_view kStatusName = "status";

// "address" and "taxResidency" may be given as objects as well.
struct Nested {
  std::string_view json;
  std::string_view prefix;
};
constexpr auto kNested = std::to_array<Nested>(
    {{"address", "address."}, {"taxResidency", "tax_residency."}});

std::string SnakeCase(std::string_view camel) {
  std::string snake;
  for (const char c : camel) {
    if (std::isupper(static_cast<unsigned char>(c))) snake.push_back('_');
    snake.push_back(absl::ascii_tolower(static_cast<unsigned char>(c)));
  }
  return snake;
}

bool IsPath(const std::string& path) {
  return std::any_of(kMembers.begin(), kMembers.end(),
                     [&](const ProfileMember& m) { return m.path == path; });
}

class UserReader {
 public:
  explicit UserReader(const UserJsonOptions& options) : options_(options) {}

  absl::StatusOr<ParsedUser> Read(const Json& object) {
    for (const auto& [name, value] : object.items()) ReadMember(name, value);
    if (!violations_.empty()) {
      return base::Error(Reason::kInvalidProfile,
                         {.violations = violations_, .metadata = {}});
    }
    return std::move(user_);
  }

 private:
  void Refuse(const std::string& name, const std::string& code,
              const std::string& message) {
    violations_.push_back({name, code, message});
  }

  void ReadMember(const std::string& name, const Json& value) {
    if (name == kExternalIdName) return ReadExternalId(value);
    if (name == kStatusName) return ReadStatus(value);
    for (const ProfileMember& member : kMembers) {
      if (member.json == name) {
        return ReadField(name, std::string(member.path), value);
      }
    }
    for (const Nested& nested : kNested) {
      if (nested.json == name) return ReadNested(name, nested.prefix, value);
    }
    RefuseUnknown(name);
  }

  void RefuseUnknown(const std::string& name) {
    if (options_.ignore_unknown_members) return;
    Refuse(name, "UNKNOWN", "Is not a member of a user");
  }

  void ReadExternalId(const Json& value) {
    if (value.is_string()) {
      user_.external_id = value.get<std::string>();
    } else if (!value.is_null()) {
      Refuse(std::string(kExternalIdName), "TYPE", "Must be a string");
    }
  }

  void ReadStatus(const Json& value) {
    const auto* found = value.is_string()
                            ? EnumByName(*user::v1::UserStatus_descriptor(),
                                         SnakeCase(value.get<std::string>()))
                            : nullptr;
    if (found == nullptr) {
      return Refuse(std::string(kStatusName), "ONE_OF",
                    "Must be one of: pending_compliance, active");
    }
    user_.status = static_cast<user::v1::UserStatus>(found->number());
  }

  void ReadNested(const std::string& name, std::string_view prefix,
                  const Json& value) {
    if (value.is_null()) return;
    if (!value.is_object()) return Refuse(name, "TYPE", "Must be an object");
    for (const auto& [member, inner] : value.items()) {
      const std::string path = std::string(prefix) + SnakeCase(member);
      if (IsPath(path)) {
        ReadField(name + "." + member, path, inner);
      } else {
        RefuseUnknown(name + "." + member);
      }
    }
  }

  void ReadField(const std::string& name, const std::string& path,
                 const Json& value) {
    user_.present.push_back(path);
    if (value.is_null() || value == "") {
      user_.cleared.push_back(path);
      return;
    }
    Message* message = &user_.profile;
    std::string leaf = path;
    if (const size_t dot = path.find('.'); dot != std::string::npos) {
      const auto* parent =
          message->GetDescriptor()->FindFieldByName(path.substr(0, dot));
      message = message->GetReflection()->MutableMessage(message, parent);
      leaf = path.substr(dot + 1);
    }
    SetLeaf(name, *message->GetDescriptor()->FindFieldByName(leaf), value,
            *message);
  }

  void SetLeaf(const std::string& name, const FieldDescriptor& field,
               const Json& value, Message& message) {
    const auto* reflection = message.GetReflection();
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_BOOL) {
      if (!value.is_boolean()) return Refuse(name, "TYPE", "Must be a boolean");
      return reflection->SetBool(&message, &field, value.get<bool>());
    }
    if (field.name() == "postal_code" && value.is_number_integer()) {
      user_.profile.mutable_address()->set_postal_code_is_number(true);
      return reflection->SetString(&message, &field, value.dump());
    }
    if (!value.is_string()) return Refuse(name, "TYPE", "Must be a string");
    const std::string text = value.get<std::string>();
    if (field.cpp_type() != FieldDescriptor::CPPTYPE_ENUM) {
      return reflection->SetString(&message, &field, text);
    }
    const auto* found =
        EnumByName(*field.enum_type(), absl::AsciiStrToLower(text));
    if (found == nullptr) return RefuseEnum(name, *field.enum_type());
    reflection->SetEnum(&message, &field, found);
  }

  void RefuseEnum(const std::string& name,
                  const google::protobuf::EnumDescriptor& type) {
    std::string choices = "Must be one of: ";
    for (int i = 1; i < type.value_count(); ++i) {
      choices += (i > 1 ? ", " : "") + EnumName(*type.value(i));
    }
    Refuse(name, "ONE_OF", choices);
  }

  const UserJsonOptions options_;
  ParsedUser user_;
  std::vector<FieldViolation> violations_;
};

absl::Status NotJson(const std::string& why) {
  return base::ErrorWithText(Reason::kInvalidArgument, why);
}

}  // namespace

std::span<const ProfileMember> ProfileMembers() { return kMembers; }

absl::StatusOr<Json> ParseObject(std::string_view text) {
  // The parser keeps the last of two members with one name; a person cannot
  // have meant both.
  std::vector<std::set<std::string>> names;
  std::string duplicate;
  const auto watch = [&](int, Json::parse_event_t event, Json& parsed) {
    if (event == Json::parse_event_t::object_start) names.emplace_back();
    if (event == Json::parse_event_t::object_end) names.pop_back();
    if (event == Json::parse_event_t::key) {
      const auto name = parsed.get<std::string>();
      if (!names.back().insert(name).second) duplicate = name;
    }
    return true;
  };
  Json value = Json::parse(text, watch, /*allow_exceptions=*/false);
  if (value.is_discarded()) return NotJson("Must be valid JSON");
  if (!value.is_object()) return NotJson("Must be a JSON object");
  if (!duplicate.empty()) {
    return base::Error(
        Reason::kInvalidProfile,
        {.violations = {{duplicate, "DUPLICATE", "Is there twice"}},
         .metadata = {}});
  }
  return value;
}

absl::StatusOr<ParsedUser> ParseUser(const Json& object,
                                     const UserJsonOptions& options) {
  return UserReader(options).Read(object);
}

std::string JsonNameOf(const std::string& path) {
  if (path == "external_id") return std::string(kExternalIdName);
  for (const ProfileMember& member : kMembers) {
    if (member.path == path) return std::string(member.json);
  }
  return path;
}

}  // namespace rollbook::cli

#include "cli/render_past.h"

#include <nlohmann/json.hpp>
#include <ostream>
#include <string>

#include "absl/strings/ascii.h"
#include "cli/message_json.h"
#include "cli/render_user.h"
#include "cli/text.h"
#include "cli/times.h"

namespace rollbook::cli {
namespace {

using Change = audit::v1::DiffUserResponse::Change;

// "tax_residency.proof_type" is "taxResidency.proofType".
std::string JsonPath(const std::string& path) {
  std::string json;
  bool raise = false;
  for (const char c : path) {
    if (c == '_') {
      raise = true;
      continue;
    }
    json.push_back(raise ? absl::ascii_toupper(static_cast<unsigned char>(c))
                         : c);
    raise = false;
  }
  return json;
}

// Fields that are booleans in a user's JSON are here, too.
bool IsBoolean(const std::string& field) {
  for (const auto* message :
       {user::v1::User::descriptor(), user::v1::Profile::descriptor()}) {
    const auto* found = message->FindFieldByName(field);
    if (found != nullptr) {
      return found->cpp_type() ==
             google::protobuf::FieldDescriptor::CPPTYPE_BOOL;
    }
  }
  return false;
}

Json Value(const std::string& field, bool there, const std::string& text) {
  if (!there) return nullptr;
  if (IsBoolean(field)) return text == "true";
  return text;
}

std::string Shown(bool there, const std::string& text) {
  return there ? "'" + Printable(text) + "'" : "nothing";
}

}  // namespace

Json UserAtJson(const audit::v1::GetUserAtResponse& response) {
  Json json = {{"user", UserJson(response.user())},
               {"version", response.version()},
               {"position", PositionJson(response.position())},
               {"time", Rfc3339(response.time())}};
  if (response.erased()) json["erased"] = true;
  return json;
}

void WriteUserAt(const audit::v1::GetUserAtResponse& response,
                 std::ostream& out) {
  out << "Version " << response.version() << ", since "
      << Rfc3339(response.time()) << " (position "
      << ToText(PositionJson(response.position())) << ")\n";
  if (response.erased()) {
    out << "The user was erased: personal fields are gone.\n";
  }
  WriteUser(response.user(), out);
}

Json ChangeJson(const Change& change) {
  Json json = {{"field", JsonPath(change.field())},
               {"old", Value(change.field(), change.has_old_value(),
                             change.old_value())},
               {"new", Value(change.field(), change.has_new_value(),
                             change.new_value())},
               {"version", change.version()},
               {"time", Rfc3339(change.time())},
               {"actor", change.actor()},
               {"requestId", change.request_id()}};
  if (!change.reason().empty()) json["reason"] = change.reason();
  return json;
}

void WriteChange(const Change& change, std::ostream& out) {
  out << JsonPath(change.field()) << ": "
      << Shown(change.has_old_value(), change.old_value()) << " -> "
      << Shown(change.has_new_value(), change.new_value()) << "\n    v"
      << change.version() << "  " << Rfc3339(change.time()) << "  by "
      << Printable(change.actor());
  if (!change.request_id().empty()) {
    out << " (" << Printable(change.request_id()) << ')';
  }
  if (!change.reason().empty()) out << ": " << Printable(change.reason());
  out << '\n';
}

}  // namespace rollbook::cli

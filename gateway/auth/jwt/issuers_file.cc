#include "gateway/auth/jwt/issuers_file.h"

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "base/error.h"
#include "base/status_macros.h"
#include "base/text_file.h"
#include "gateway/auth/jwt/json_lines.h"
#include "gateway/http/url.h"

namespace rollbook::gateway::jwt {
namespace {

using Json = nlohmann::json;

// Reads one entry; the first error ends it.
class EntryReader {
 public:
  EntryReader(const JsonWithLines& file, const Json& entry, std::string path)
      : file_(file), entry_(entry), path_(std::move(path)) {}

  absl::StatusOr<Issuer> Read() {
    if (!entry_.is_object()) return file_.Error(path_, "must be an object");
    Issuer issuer;
    RETURN_IF_ERROR(ReadText("issuer", true, issuer.issuer));
    RETURN_IF_ERROR(ReadText("audience", true, issuer.audience));
    RETURN_IF_ERROR(ReadAlgorithms(issuer.algorithms));
    RETURN_IF_ERROR(ReadText("jwksFile", false, issuer.jwks_file));
    RETURN_IF_ERROR(ReadText("jwksUrl", false, issuer.jwks_url));
    RETURN_IF_ERROR(CheckKeys(issuer));
    RETURN_IF_ERROR(ReadScopes(issuer));
    RETURN_IF_ERROR(ReadText("userIdClaim", false, issuer.user_id_claim));
    return RefuseOthers(std::move(issuer));
  }

 private:
  std::string PathOf(const std::string& name) const {
    return path_ + "." + name;
  }
  absl::Status Error(const std::string& name, const std::string& why) const {
    return file_.Error(PathOf(name), why);
  }

  const Json* Find(const std::string& name) {
    known_.insert(name);
    const auto member = entry_.find(name);
    return member == entry_.end() ? nullptr : &*member;
  }

  absl::Status ReadText(const std::string& name, bool required,
                        std::string& text) {
    const Json* const member = Find(name);
    if (member == nullptr) {
      if (!required) return absl::OkStatus();
      return Error(name, "is missing");
    }
    if (!member->is_string() || *member == "") {
      return Error(name, "must be a text that is not empty");
    }
    text = member->get<std::string>();
    return absl::OkStatus();
  }

  absl::Status ReadAlgorithms(std::vector<Algorithm>& algorithms) {
    const std::string name = "algorithms";
    const Json* const member = Find(name);
    if (member == nullptr) return Error(name, "is missing");
    if (!member->is_array() || member->empty()) {
      return Error(name, "must be an array with at least one name");
    }
    for (size_t i = 0; i < member->size(); ++i) {
      const auto* text = (*member)[i].get_ptr<const std::string*>();
      const auto algorithm = text ? ParseAlgorithm(*text) : std::nullopt;
      if (!algorithm) {
        return Error(name + "[" + std::to_string(i) + "]",
                     "must be one of RS256, RS384, RS512, PS256, PS384, "
                     "PS512, ES256, ES384, ES512, EdDSA");
      }
      algorithms.push_back(*algorithm);
    }
    return absl::OkStatus();
  }

  absl::Status CheckKeys(const Issuer& issuer) {
    if (issuer.jwks_file.empty() == issuer.jwks_url.empty()) {
      return file_.Error(path_, "needs jwksFile or jwksUrl, and not both");
    }
    if (issuer.jwks_url.empty()) return absl::OkStatus();
    const auto url = http::ParseUrl(issuer.jwks_url);
    if (!url) return Error("jwksUrl", "is not an https URL");
    if (!url->tls && !url->IsLoopback()) {
      return Error("jwksUrl", "must be https, except to this machine");
    }
    return absl::OkStatus();
  }

  absl::Status ReadScopes(Issuer& issuer) {
    const std::string name = "requiredScopes";
    const Json* const member = Find(name);
    if (member == nullptr) return absl::OkStatus();
    if (!member->is_object()) {
      return Error(name, "must be an object of arrays of texts");
    }
    for (const auto& [contract, scopes] : member->items()) {
      std::vector<std::string>& required = issuer.required_scopes[contract];
      if (!scopes.is_array()) {
        return Error(name + "." + contract, "must be an array of texts");
      }
      for (const Json& scope : scopes) {
        const auto* text = scope.get_ptr<const std::string*>();
        if (text == nullptr || text->empty()) {
          return Error(name + "." + contract, "must be an array of texts");
        }
        required.push_back(*text);
      }
    }
    return absl::OkStatus();
  }

  absl::StatusOr<Issuer> RefuseOthers(Issuer issuer) const {
    for (const auto& [name, value] : entry_.items()) {
      if (!known_.contains(name)) return Error(name, "is not known");
    }
    return issuer;
  }

  const JsonWithLines& file_;
  const Json& entry_;
  const std::string path_;
  std::set<std::string> known_;
};

}  // namespace

absl::StatusOr<std::vector<Issuer>> ParseIssuers(std::string_view text) {
  ASSIGN_OR_RETURN(const JsonWithLines file, ParseJsonWithLines(text));
  if (!file.json.is_array()) return file.Error("", "must be an array");
  if (file.json.size() > kMaxIssuers) {
    return file.Error("",
                      "more than " + std::to_string(kMaxIssuers) + " issuers");
  }
  std::vector<Issuer> issuers;
  for (size_t i = 0; i < file.json.size(); ++i) {
    const std::string path = "[" + std::to_string(i) + "]";
    ASSIGN_OR_RETURN(Issuer issuer,
                     EntryReader(file, file.json[i], path).Read());
    const bool twice = std::any_of(
        issuers.begin(), issuers.end(),
        [&](const Issuer& other) { return other.issuer == issuer.issuer; });
    if (twice) return file.Error(path + ".issuer", "occurs twice");
    issuers.push_back(std::move(issuer));
  }
  return issuers;
}

absl::StatusOr<std::vector<Issuer>> ReadIssuersFile(const std::string& path) {
  ASSIGN_OR_RETURN(const std::string text, base::ReadTextFile(path));
  auto issuers = ParseIssuers(text);
  if (!issuers.ok()) {
    return base::ErrorWithText(
        base::Reason::kInvalidArgument,
        path + ": " + std::string(issuers.status().message()));
  }
  const auto directory = std::filesystem::path(path).parent_path();
  for (Issuer& issuer : *issuers) {
    if (issuer.jwks_file.empty()) continue;
    issuer.jwks_file = (directory / issuer.jwks_file).string();
  }
  return issuers;
}

}  // namespace rollbook::gateway::jwt

#include <filesystem>
#include <nlohmann/json.hpp>
#include <ostream>

#include "absl/strings/ascii.h"
#include "base/status_macros.h"
#include "cli/command.h"
#include "cli/commands/commands.h"
#include "cli/failure.h"
#include "cli/files.h"
#include "cli/request_signer.h"

namespace rollbook::cli {
namespace {

struct SignFlags {
  RequestToSign request;
  std::string body;
  std::string secret;
  std::string secret_file;
  std::string url = "http://127.0.0.1:8080";
};

absl::StatusOr<std::string> Secret(const SignFlags& flags) {
  if (flags.secret_file.empty()) {
    if (flags.secret.empty()) {
      return UsageError("give --secret_file, --secret or ROLLBOOK_HMAC_SECRET");
    }
    return flags.secret;
  }
  ASSIGN_OR_RETURN(std::string secret, ReadFile(flags.secret_file));
  // Editors end a file with a line's end that is no part of the secret.
  if (secret.ends_with('\n')) secret.pop_back();
  if (secret.ends_with('\r')) secret.pop_back();
  return secret;
}

bool IsFile(const std::string& path) {
  std::error_code error;
  return std::filesystem::is_regular_file(path, error);
}

// Reads what --body means, and says which file curl can read it from.
absl::StatusOr<std::string> ReadBody(SignFlags& flags, Session& session) {
  if (flags.body == "-") {
    ASSIGN_OR_RETURN(flags.request.body,
                     ReadFileOrInput(flags.body, session.in()));
  } else if (IsFile(flags.body)) {
    ASSIGN_OR_RETURN(flags.request.body, ReadFile(flags.body));
    return flags.body;
  } else {
    flags.request.body = flags.body;
  }
  if (flags.request.body.find('\0') != std::string::npos) {
    return UsageError("a body with NUL bytes must be a file");
  }
  return std::string();
}

Outcome Sign(const SignFlags& given, Session& session) {
  SignFlags flags = given;
  RequestToSign& request = flags.request;
  request.method = absl::AsciiStrToUpper(request.method);
  if (!request.target.starts_with('/')) {
    return UsageError("--path must begin with /");
  }
  if (request.timestamp.empty()) {
    request.timestamp = absl::FormatTime(
        "%Y-%m-%dT%H:%M:%SZ", session.clock().Now(), absl::UTCTimeZone());
  }
  while (flags.url.ends_with('/')) flags.url.pop_back();
  ASSIGN_OR_RETURN(const std::string secret, Secret(flags));
  ASSIGN_OR_RETURN(const std::string body_file, ReadBody(flags, session));
  Json headers = Json::object();
  for (const auto& [name, value] : SignedHeaders(request, secret)) {
    headers[name] = value;
  }
  session.output().Print(headers, [&](std::ostream& out) {
    out << CurlCommand(request, secret, flags.url, body_file) << '\n';
  });
  return ExitCode::kOk;
}

}  // namespace

void AddSignCommand(CLI::App& root, Session& session) {
  auto flags = std::make_shared<SignFlags>();
  flags->request.method = "GET";
  CLI::App& command = AddCommand(
      root, "sign",
      "Print a signed curl command for a boca-raton request (--output json: "
      "its headers)",
      "  rollbook sign --method POST --path /v1/users --api_key KEY \\\n"
      "      --secret_file acme.secret --body user.json\n"
      "  rollbook sign --path /v1/users/partner-user-42 --api_key KEY \\\n"
      "      --secret_file acme.secret | sh");
  command.add_option("--method", flags->request.method, "GET, POST or PATCH")
      ->capture_default_str();
  command
      .add_option("--path", flags->request.target,
                  "Path and query exactly as they will be sent")
      ->required();
  command.add_option("--api_key", flags->request.api_key, "The partner's key")
      ->required();
  command
      .add_option("--secret", flags->secret,
                  "Its HMAC secret. Other users of this machine can see it: "
                  "prefer --secret_file")
      ->envname("ROLLBOOK_HMAC_SECRET");
  command.add_option("--secret_file", flags->secret_file,
                     "A file that holds the secret");
  command.add_option("--body", flags->body,
                     "A file, - for standard input, or the text itself");
  command.add_option("--timestamp", flags->request.timestamp,
                     "RFC 3339. Default: now");
  command.add_option("--url", flags->url, "Where the gateway is")
      ->capture_default_str();
  command.add_option("--idempotency_key", flags->request.idempotency_key,
                     "A UUID for the Idempotency-Key header");
  OnSelected<SignFlags>(command, session, flags, Sign);
}

}  // namespace rollbook::cli

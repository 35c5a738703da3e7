#include "cli/request_signer.h"

#include <cctype>

#include "base/bytes.h"
#include "base/crypto/hash.h"

namespace rollbook::cli {
namespace {

bool IsSafeInShell(char c) {
  constexpr std::string_view kSafe = "-_./:=,@+%";
  return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
         kSafe.find(c) != std::string_view::npos;
}

}  // namespace

std::string Signature(const RequestToSign& request, std::string_view secret) {
  const base::Hash256 mac =
      base::HmacSha256(secret).Mac({request.method, "\n", request.target, "\n",
                                    request.timestamp, "\n", request.body});
  return base::ToHex(base::AsText(mac));
}

std::vector<std::pair<std::string, std::string>> SignedHeaders(
    const RequestToSign& request, std::string_view secret) {
  std::vector<std::pair<std::string, std::string>> headers = {
      {"X-Api-Key", request.api_key},
      {"X-Request-Timestamp", request.timestamp},
      {"X-Request-Signature", Signature(request, secret)}};
  if (!request.idempotency_key.empty()) {
    headers.emplace_back("Idempotency-Key", request.idempotency_key);
  }
  if (!request.body.empty()) {
    headers.emplace_back("Content-Type", "application/json");
  }
  return headers;
}

std::string ShellQuote(std::string_view text) {
  bool safe = !text.empty();
  for (const char c : text) safe = safe && IsSafeInShell(c);
  if (safe) return std::string(text);
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'') {
      quoted += "'\\''";
    } else {
      quoted.push_back(c);
    }
  }
  return quoted + "'";
}

std::string CurlCommand(const RequestToSign& request, std::string_view secret,
                        std::string_view origin, std::string_view body_file) {
  // curl would otherwise remove dot segments and expand brackets, and the
  // target would no longer be the signed one.
  std::string command = "curl -sS --path-as-is --globoff ";
  command += request.method == "HEAD" ? "--head" : "-X " + request.method;
  command += " " + ShellQuote(std::string(origin) + request.target);
  for (const auto& [name, value] : SignedHeaders(request, secret)) {
    command += " -H " + ShellQuote(name + ": " + value);
  }
  if (!body_file.empty()) {
    command += " --data-binary " + ShellQuote("@" + std::string(body_file));
  } else if (!request.body.empty()) {
    // --data-binary takes a value that begins with @ for a file's name.
    const bool is_name = request.body.starts_with('@');
    command += is_name ? " --data-raw " : " --data-binary ";
    command += ShellQuote(request.body);
  }
  return command;
}

}  // namespace rollbook::cli

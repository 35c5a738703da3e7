#ifndef ROLLBOOK_CLI_REQUEST_SIGNER_H_
#define ROLLBOOK_CLI_REQUEST_SIGNER_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Signed requests of the boca-raton contract, as a partner makes them.
namespace rollbook::cli {

struct RequestToSign {
  std::string method;  // upper case
  // The request target exactly as it will be sent, query included.
  std::string target;
  std::string timestamp;  // RFC 3339 with a zone
  std::string body;
  std::string api_key;
  std::string idempotency_key;  // empty: none
};

// HMAC-SHA-256 over METHOD \n PATH_AND_QUERY \n TIMESTAMP \n BODY under the
// secret's own bytes, lower-case hex (contract section 1.1).
std::string Signature(const RequestToSign& request, std::string_view secret);

// The header fields that make the request a signed one, in the order in which
// they are shown.
std::vector<std::pair<std::string, std::string>> SignedHeaders(
    const RequestToSign& request, std::string_view secret);

// What a shell runs as one word that is exactly `text`.
std::string ShellQuote(std::string_view text);

// A curl command that sends the request byte for byte as it was signed.
// `origin` is "http://host:port". `body_file` names the file that curl reads
// the body from; empty: the body is a part of the command.
std::string CurlCommand(const RequestToSign& request, std::string_view secret,
                        std::string_view origin, std::string_view body_file);

}  // namespace rollbook::cli

#endif  // ROLLBOOK_CLI_REQUEST_SIGNER_H_

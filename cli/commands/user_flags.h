#ifndef ROLLBOOK_CLI_COMMANDS_USER_FLAGS_H_
#define ROLLBOOK_CLI_COMMANDS_USER_FLAGS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/session.h"
#include "rollbook/user/v1/user_service.pb.h"

namespace CLI {
class App;
}

namespace rollbook::cli {

// How a command names one user: USER_ID, or --partner with --external_id.
struct UserFlags {
  std::string user_id;
  std::string external_id;
  std::string partner;
};

void AddUserFlags(CLI::App& command, UserFlags& flags);

// A usage error unless exactly one of the two ids is given, and a partner with
// the external one.
absl::Status CheckUserFlags(const UserFlags& flags);

// For the requests with partner_id and UserRef.
template <typename Request>
absl::Status NameUser(const UserFlags& flags, Request& request) {
  if (absl::Status status = CheckUserFlags(flags); !status.ok()) return status;
  request.set_partner_id(flags.partner);
  if (flags.user_id.empty()) {
    request.mutable_user()->set_external_id(flags.external_id);
  } else {
    request.mutable_user()->set_user_id(flags.user_id);
  }
  return absl::OkStatus();
}

// For the requests of auditors, where the ids are the request's own.
template <typename Request>
absl::Status NameAuditedUser(const UserFlags& flags, Request& request) {
  if (absl::Status status = CheckUserFlags(flags); !status.ok()) return status;
  request.set_partner_id(flags.partner);
  if (flags.user_id.empty()) {
    request.set_external_id(flags.external_id);
  } else {
    request.set_user_id(flags.user_id);
  }
  return absl::OkStatus();
}

// What every change of a user may carry.
struct MutationFlags {
  std::string request_id;
  std::optional<uint64_t> expected_version;
};

void AddRequestId(CLI::App& command, MutationFlags& flags);
void AddMutationFlags(CLI::App& command, MutationFlags& flags);

template <typename Request>
void SetMutation(const MutationFlags& flags, Request& request) {
  request.set_request_id(flags.request_id);
  if (flags.expected_version) {
    request.set_expected_version(*flags.expected_version);
  }
}

// Prints the user after a command.
void PrintUser(const user::v1::User& user, Session& session);

}  // namespace rollbook::cli

#endif  // ROLLBOOK_CLI_COMMANDS_USER_FLAGS_H_

#include "services/rollbookd/flags.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <utility>

#include "base/error.h"
#include "base/flag_file.h"
#include "base/status_macros.h"
#include "base/version.h"

namespace rollbook::services {
namespace {

constexpr size_t kMaxThreads = 256;
constexpr uint32_t kMaxFailedAuthRate = 1'000'000;

// What needs more than CLI11 to be read.
struct RawFlags {
  std::string clear_roles = "service";
  std::vector<std::string> roles;
  std::vector<std::string> grants;
};

void AddDataFlags(CLI::App& app, Flags& flags) {
  const char* const group = "Data";
  app.add_option("--data_dir", flags.data_dir,
                 "Directory of the event store; made when it is not there")
      ->group(group);
  app.add_option("--master_key_file", flags.master_key_file,
                 "File with the master key, readable by its owner only")
      ->group(group);
  app.add_option("--old_master_key_file", flags.old_master_key_file,
                 "The master key so far, while --master_key_file takes its "
                 "place: every user's key is wrapped anew, and the log says "
                 "when this one is not needed any more")
      ->group(group);
  app.add_option("--make_master_key", flags.make_master_key,
                 "Write a new random master key to this file and exit; never "
                 "overwrites one")
      ->group(group);
  app.add_flag("--verify", flags.verify,
               "Check the stopped store in --data_dir and exit with 0 (it "
               "holds), 1 or 2 (cannot tell); see rollbook audit verify")
      ->group(group);
  app.add_option("--verify_key", flags.verify_key,
                 "With --verify: file with the log's public keys")
      ->group(group);
  app.add_option("--verify_since", flags.verify_since,
                 "With --verify: file with an older checkpoint")
      ->group(group);
  app.add_flag("--verify_json", flags.verify_json, "With --verify: print JSON")
      ->group(group);
  app.add_option("--block_cache_mb", flags.block_cache_mb,
                 "Memory for what is read often")
      ->group(group);
  app.add_option("--user_cache_mb", flags.user_cache_mb,
                 "Memory for users as they are answered; 0: none")
      ->group(group);
  app.add_option("--memtable_mb", flags.memtable_mb,
                 "Memory for what was just written, per large column family")
      ->group(group)
      ->check(CLI::Range(1, 4096));
  app.add_option("--min_free_disk_mb", flags.min_free_disk_mb,
                 "Refuse writes below this much free disk; 0: max(1 GiB, 4 x "
                 "(memtables + WAL))")
      ->group(group);
  app.add_option("--ballast_mb", flags.ballast_mb,
                 "Size of DATA_DIR/ballast, a file to delete when the disk is "
                 "full; 0: none")
      ->group(group);
  app.add_option("--backup_dir", flags.backup_dir,
                 "Where rollbook backup create makes them; empty: "
                 "DATA_DIR/backups, where they are links to the store's files")
      ->group(group);
  app.add_flag("--accept_rollback", flags.accept_rollback,
               "Start although the log ends before its watermark, or from a "
               "backup: begins a new lineage")
      ->group(group);
  app.add_flag("--accept_clock_jump", flags.accept_clock_jump,
               "Start although the wall clock jumped")
      ->group(group);
}

void AddGrpcFlags(CLI::App& app, Flags& flags, RawFlags& raw) {
  const char* const group = "gRPC";
  app.add_option("--grpc_listen", flags.grpc_listen,
                 "host:port, port 0 for any; empty: only the socket "
                 "DATA_DIR/rollbook.sock")
      ->group(group);
  app.add_option("--grpc_tls_cert", flags.grpc_tls_cert,
                 "PEM certificate chain")
      ->group(group);
  app.add_option("--grpc_tls_key", flags.grpc_tls_key, "PEM private key")
      ->group(group);
  app.add_option("--grpc_tls_client_ca", flags.grpc_tls_client_ca,
                 "PEM certificates that clients' certificates must lead to")
      ->group(group);
  app.add_option("--role", raw.roles,
                 "NAME=role,role: what the certificate with this subject "
                 "alternative name may do (service, gateway, auditor, admin); "
                 "repeatable")
      ->group(group)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  app.add_option("--grant", raw.grants,
                 "NAME=partner,partner: whose history this certificate name "
                 "(or 'local', for clear TCP from this machine) may read with "
                 "role service; repeatable")
      ->group(group)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  app.add_option("--clear_roles", raw.clear_roles,
                 "Roles of clear TCP connections from this machine")
      ->group(group);
  app.add_flag("--insecure", flags.insecure,
               "Allow clear TCP on an address that is not loopback")
      ->group(group);
  app.add_flag("--reflection", flags.reflection, "Serve gRPC reflection")
      ->group(group);
  app.add_option("--grpc_max_connection_age_s", flags.grpc_max_connection_age_s,
                 "Close connections gracefully after so many seconds; 0: never")
      ->group(group);
}

void AddHttpFlags(CLI::App& app, Flags& flags) {
  const char* const group = "REST gateway";
  app.add_option("--http_listen", flags.http_listen,
                 "host:port, port 0 for any; empty: no gateway in this process")
      ->group(group);
  app.add_option("--http_tls_cert", flags.http_tls_cert,
                 "PEM certificate chain")
      ->group(group);
  app.add_option("--http_tls_key", flags.http_tls_key, "PEM private key")
      ->group(group);
  app.add_option("--http_tls_client_ca", flags.http_tls_client_ca,
                 "PEM certificates that clients' certificates must lead to")
      ->group(group);
  app.add_option("--http_threads", flags.http_threads, "Threads of the gateway")
      ->group(group)
      ->check(CLI::Range(size_t{1}, kMaxThreads));
  app.add_option("--contracts", flags.contracts,
                 "Contracts to serve, comma-separated; empty: all")
      ->group(group)
      ->delimiter(',');
  app.add_option("--jwt_issuers_file", flags.jwt_issuers_file,
                 "JSON file: whose tokens are good; SIGHUP rereads it")
      ->group(group);
  app.add_option("--max_connections_per_address",
                 flags.max_connections_per_address,
                 "Connections that one remote address may have")
      ->group(group)
      ->check(CLI::PositiveNumber);
  app.add_option("--failed_auth_rate", flags.failed_auth_rate,
                 "Failed authentications a second that one address is allowed "
                 "after a burst of ten seconds' worth; 0: any number")
      ->group(group)
      ->check(CLI::Range(uint32_t{0}, kMaxFailedAuthRate));
}

void AddOperationFlags(CLI::App& app, Flags& flags) {
  const char* const group = "Operation";
  app.add_option("--admin_listen", flags.admin_listen,
                 "host:port of /healthz, /readyz and /metrics; empty: none")
      ->group(group);
  app.add_option("--workers", flags.workers,
                 "Threads for work that may wait for the disk")
      ->group(group)
      ->check(CLI::Range(size_t{1}, kMaxThreads));
  app.add_option("--max_queued_work", flags.max_queued_work,
                 "Calls that may wait for a worker; further ones are refused")
      ->group(group)
      ->check(CLI::PositiveNumber);
  app.add_option("--drain_seconds", flags.drain_seconds,
                 "Patience with calls in work when stopping")
      ->group(group);
  app.add_option("--log_level", flags.log_level, "Lowest level written")
      ->group(group)
      ->check(CLI::IsMember({"debug", "info", "warning", "error"}));
}

absl::Status Check(Flags& flags, const RawFlags& raw) {
  ASSIGN_OR_RETURN(flags.identity.clear_roles, ParseRoles(raw.clear_roles));
  for (const std::string& mapping : raw.roles) {
    RETURN_IF_ERROR(flags.identity.AddRole(mapping));
  }
  for (const std::string& mapping : raw.grants) {
    RETURN_IF_ERROR(flags.identity.AddGrant(mapping));
  }
  if (!flags.make_master_key.empty()) return absl::OkStatus();
  for (const auto& [name, value] :
       {std::pair{"--data_dir", &flags.data_dir},
        std::pair{"--master_key_file", &flags.master_key_file}}) {
    if (!value->empty()) continue;
    if (flags.verify && value == &flags.master_key_file) continue;
    return base::ErrorWithText(base::Reason::kInvalidArgument,
                               std::string(name) + " is required");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::variant<Flags, PrintAndExit>> ParseFlags(
    const std::vector<std::string>& arguments) {
  ASSIGN_OR_RETURN(std::vector<std::string> expanded,
                   base::ExpandFlagFiles(arguments));
  Flags flags;
  RawFlags raw;
  CLI::App app("rollbookd: the event-sourced register of users", "rollbookd");
  app.option_defaults()->always_capture_default()->multi_option_policy(
      CLI::MultiOptionPolicy::TakeLast);
  app.set_version_flag("--version", base::kVersion);
  app.get_formatter()->column_width(34);
  AddDataFlags(app, flags);
  AddGrpcFlags(app, flags, raw);
  AddHttpFlags(app, flags);
  AddOperationFlags(app, flags);
  std::string flag_file;  // only for --help: ExpandFlagFiles takes it out
  app.add_option("--flagfile", flag_file,
                 "File with one --flag=value per line; # begins a comment");
  std::reverse(expanded.begin(), expanded.end());  // as CLI11 wants it
  try {
    app.parse(std::move(expanded));
  } catch (const CLI::CallForHelp&) {
    return PrintAndExit{app.help()};
  } catch (const CLI::CallForVersion&) {
    return PrintAndExit{std::string("rollbookd ") + base::kVersion + "\n"};
  } catch (const CLI::ParseError& error) {
    return base::ErrorWithText(base::Reason::kInvalidArgument, error.what());
  }
  RETURN_IF_ERROR(Check(flags, raw));
  return flags;
}

}  // namespace rollbook::services

#ifndef ROLLBOOK_SERVICES_ROLLBOOKD_FLAGS_H_
#define ROLLBOOK_SERVICES_ROLLBOOKD_FLAGS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "services/rpc/caller_identity.h"
#include "services/users/user_register.h"

namespace rollbook::services {

// What the command line says; each member is the flag of the same name.
struct Flags {
  // Data
  std::string data_dir;
  std::string master_key_file;
  std::string old_master_key_file;
  size_t block_cache_mb = 512;
  size_t memtable_mb = 64;
  size_t user_cache_mb = kDefaultUserCacheBytes >> 20;
  uint64_t min_free_disk_mb = 0;
  uint64_t ballast_mb = 0;
  std::string backup_dir;  // empty: DATA_DIR/backups
  bool accept_rollback = false;
  bool accept_clock_jump = false;
  std::string make_master_key;
  bool verify = false;
  std::string verify_key;
  std::string verify_since;
  bool verify_json = false;
  // gRPC
  std::string grpc_listen = "127.0.0.1:7443";
  std::string grpc_tls_cert;
  std::string grpc_tls_key;
  std::string grpc_tls_client_ca;
  IdentityRules identity;  // --clear_roles, --role, --grant
  uint32_t grpc_max_connection_age_s = 0;
  bool insecure = false;
  bool reflection = false;
  // REST gateway
  std::string http_listen;
  std::string http_tls_cert;
  std::string http_tls_key;
  std::string http_tls_client_ca;
  size_t http_threads = 2;
  std::vector<std::string> contracts;
  std::string jwt_issuers_file;
  uint32_t failed_auth_rate = 20;
  size_t max_connections_per_address = 15000;
  // Operation
  std::string admin_listen = "127.0.0.1:7480";
  size_t workers = 4;
  size_t max_queued_work = 16384;
  uint32_t drain_seconds = 15;
  std::string log_level = "info";
};

// Instead of flags: something to print, and the exit code (--help, --version).
struct PrintAndExit {
  std::string text;
  int code = 0;
};

// Reads the command line (without the program's name), flag files included.
// INVALID_ARGUMENT with one line for the operator: an unknown flag, a value
// that does not fit.
absl::StatusOr<std::variant<Flags, PrintAndExit>> ParseFlags(
    const std::vector<std::string>& arguments);

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_ROLLBOOKD_FLAGS_H_

#ifndef ROLLBOOK_TESTS_SUPPORT_SERVICE_H_
#define ROLLBOOK_TESTS_SUPPORT_SERVICE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/testing/temp_dir.h"
#include "tests/support/files.h"
#include "tests/support/process.h"
#include "tests/support/signing.h"

// The real binaries over a directory of their own, all ports ephemeral. Where
// the binaries are stands in $ROLLBOOK_BIN.
namespace rollbook::tests {

// Where the REST gateway is.
enum class Arrangement { kInProcess, kSeparateGateway };

// "rollbookd", "rollbook-gateway" or "rollbook" with its directory. Ends the
// process when $ROLLBOOK_BIN is not set.
std::string BinaryPath(const std::string& name);

// The value of a string or number member of a line of our JSON log; empty when
// there is none.
std::string LogMember(const std::string& line, const std::string& name);

struct ServiceOptions {
  Arrangement arrangement = Arrangement::kInProcess;
  std::vector<std::string> rollbookd_flags = {};
  std::vector<std::string> gateway_flags = {};
  // Two services may share a data directory, not at the same time.
  std::string data_dir = {};
};

// A rollbookd, and a rollbook-gateway where it has a process of its own. Not
// thread-safe; the accessors may be called from any thread between Start and
// Stop.
class Service {
 public:
  explicit Service(ServiceOptions options = {});

  // Starts what does not run, and waits until it serves. An error says what
  // the process wrote. After a stop the gateway of its own keeps running: it
  // is the backend's restart that a partner sees.
  absl::Status Start();

  // SIGKILL to rollbookd: a crash. Ends the process that calls when it does not
  // work.
  void Crash();
  // SIGTERM to rollbookd; how it ended.
  absl::StatusOr<Exit> Stop();
  void Signal(int signal) const { rollbookd_->Signal(signal); }
  // How rollbookd ended, when it is about to.
  absl::StatusOr<Exit> WaitForEnd() { return rollbookd_->Wait(); }
  // SIGTERM to the gateway of its own.
  absl::StatusOr<Exit> StopGateway();

  // SIGHUP to all that runs: files are read anew.
  void Hangup();

  uint16_t http_port() const { return http_port_; }
  uint16_t grpc_port() const { return grpc_port_; }
  uint16_t admin_port() const { return admin_port_; }
  std::string grpc_socket() const { return data_dir_ + "/rollbook.sock"; }
  const std::string& data_dir() const { return data_dir_; }
  const std::string& master_key_file() const { return master_key_file_; }
  pid_t pid() const { return rollbookd_->pid(); }

  // All that rollbookd and the gateway wrote so far.
  std::string Log() const;

  // Runs the CLI against the socket with --output json.
  absl::StatusOr<Finished> Cli(std::vector<std::string> arguments,
                               const std::string& stdin_text = "") const;

  // Registers a boca-raton partner with the CLI.
  absl::StatusOr<PartnerKey> CreatePartner(const std::string& id) const;

 private:
  absl::Status StartRollbookd();
  absl::Status StartGateway();

  const ServiceOptions options_;
  const base::TempDir directory_;
  std::string data_dir_;
  std::string master_key_file_;
  std::optional<Process> rollbookd_;
  std::optional<Process> gateway_;
  uint16_t http_port_ = 0;
  uint16_t grpc_port_ = 0;
  uint16_t admin_port_ = 0;
};

}  // namespace rollbook::tests

#endif  // ROLLBOOK_TESTS_SUPPORT_SERVICE_H_

#ifndef ROLLBOOK_CLI_SESSION_H_
#define ROLLBOOK_CLI_SESSION_H_

#include <functional>
#include <iosfwd>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/clock.h"
#include "cli/output.h"

namespace rollbook::cli {

class Client;
class Session;

// What the process ends with; documented in `rollbook --help`.
enum class ExitCode {
  kOk = 0,
  // The service refused, or something broke.
  kFailed = 1,
  // The command line makes no sense.
  kUsage = 2,
  // An import went through, but some lines were refused.
  kSomeRejected = 3,
};

// Where a run reads and writes. Tests pass string streams.
struct Streams {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  // Progress is drawn on `err` only when a person looks at it.
  bool err_is_terminal = false;
};

// The flags that every command has.
struct GlobalFlags {
  // "host:port" or "unix:PATH"; empty: the socket in `data_dir`.
  std::string server;
  std::string data_dir = "./data";
  std::string tls_ca;
  std::string tls_cert;
  std::string tls_key;
  // Allow a clear connection that leaves this machine.
  bool insecure = false;
  absl::Duration timeout = absl::Seconds(30);
};

// What a command returns: how the process ends, or the error to show.
using Outcome = absl::StatusOr<ExitCode>;
using Action = std::function<Outcome(Session&)>;

// One run of the tool: the parsed flags, the streams, and the connection once
// a command asked for it. Not thread-safe.
class Session {
 public:
  Session(Streams streams, const base::Clock& clock);
  ~Session();

  GlobalFlags& flags() { return flags_; }
  Output& output() { return output_; }
  std::istream& in() { return streams_.in; }
  std::ostream& err() { return streams_.err; }
  bool err_is_terminal() const { return streams_.err_is_terminal; }
  const base::Clock& clock() const { return clock_; }

  // The connection to the service, made at the first call. Does not wait for
  // the service: an unreachable one shows at the first RPC. The session owns
  // it.
  absl::StatusOr<Client*> Connect();

  // The command that the command line named.
  void set_action(Action action) { action_ = std::move(action); }
  const Action& action() const { return action_; }

 private:
  Streams streams_;
  const base::Clock& clock_;
  GlobalFlags flags_;
  Output output_;
  Action action_;
  std::unique_ptr<Client> client_;
};

}  // namespace rollbook::cli

#endif  // ROLLBOOK_CLI_SESSION_H_

// rollbookd: the service, and with --http_listen the gateway beside it.
//
// Exit codes: 0 after a clean stop, 1 when it refused to start (one line on
// standard error says why), 3 when the store failed while serving.

#include <sys/stat.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "base/crypto/random.h"
#include "base/log.h"
#include "base/open_files.h"
#include "services/rollbookd/daemon.h"
#include "services/rollbookd/flags.h"
#include "services/rollbookd/master_key_maker.h"
#include "services/rollbookd/stop_events.h"
#include "services/rollbookd/verify_store.h"

namespace {

using rollbook::base::LogLevel;
using rollbook::services::Daemon;
using rollbook::services::Flags;
using rollbook::services::PrintAndExit;
using rollbook::services::StopEvents;

constexpr int kExitRefused = 1;
constexpr int kExitStoreFailed = 3;
// Of --verify.
constexpr int kExitDoesNotHold = 1;
constexpr int kExitCannotTell = 2;

int Refuse(const absl::Status& status) {
  std::fprintf(stderr, "rollbookd: %s\n",
               std::string(status.message()).c_str());
  return kExitRefused;
}

LogLevel LevelOf(const std::string& name) {
  if (name == "debug") return LogLevel::kDebug;
  if (name == "warning") return LogLevel::kWarning;
  if (name == "error") return LogLevel::kError;
  return LogLevel::kInfo;
}

int Serve(const Flags& flags) {
  StopEvents stop;
  rollbook::base::InitLog("rollbookd", LevelOf(flags.log_level));
  auto daemon = Daemon::Start(flags, [&stop] { stop.Fatal(); });
  if (!daemon.ok()) return Refuse(daemon.status());
  (*daemon)->LogStarted();

  StopEvents::Cause cause = stop.Wait();
  while (cause == StopEvents::Cause::kReload) {
    (*daemon)->Reload();
    cause = stop.Wait();
  }
  StopEvents::LetSignalsKill();
  const absl::Duration patience = absl::Seconds(flags.drain_seconds);
  if (cause == StopEvents::Cause::kFatal) {
    // Whoever asks meanwhile is told to go elsewhere. A store that failed is
    // left as it is: closing it would write.
    (*daemon)->BecomeUnready();
    absl::SleepFor(patience);
    rollbook::base::FlushLog();
    std::_Exit(kExitStoreFailed);
  }
  rollbook::base::Log(LogLevel::kInfo, "stopping");
  (*daemon)->Drain(patience);
  daemon->reset();
  rollbook::base::Log(LogLevel::kInfo, "stopped");
  rollbook::base::FlushLog();
  return EXIT_SUCCESS;
}

int Verify(const Flags& flags) {
  const rollbook::proof::Verdict verdict = rollbook::services::VerifyStore(
      flags.data_dir, {.key = flags.verify_key,
                       .since = flags.verify_since,
                       .master_key = flags.master_key_file,
                       .old_master_key = flags.old_master_key_file});
  const std::string text = flags.verify_json
                               ? rollbook::proof::ToJson(verdict) + "\n"
                               : rollbook::proof::ToText(verdict);
  std::fputs(text.c_str(), stdout);
  if (verdict.ok) return EXIT_SUCCESS;
  return verdict.cannot_tell ? kExitCannotTell : kExitDoesNotHold;
}

int Run(const std::vector<std::string>& arguments) {
  // What this process makes belongs to its owner alone.
  umask(077);
  rollbook::base::AllowAllOpenFiles();
  // gRPC's own lines are not JSON; what matters of them we say ourselves.
  setenv("GRPC_VERBOSITY", "NONE", /*overwrite=*/0);
  // The packaged Abseil looks for deadlocks at every lock, and gRPC locks a
  // lot: one or two microseconds an RPC.
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  auto parsed = rollbook::services::ParseFlags(arguments);
  if (!parsed.ok()) return Refuse(parsed.status());
  if (const auto* print = std::get_if<PrintAndExit>(&*parsed)) {
    std::fputs(print->text.c_str(), stdout);
    return print->code;
  }
  const Flags& flags = std::get<Flags>(*parsed);
  if (flags.verify) return Verify(flags);
  if (flags.make_master_key.empty()) return Serve(flags);
  const absl::Status made = rollbook::services::MakeMasterKeyFile(
      flags.make_master_key, rollbook::base::CryptoRandom());
  return made.ok() ? EXIT_SUCCESS : Refuse(made);
}

}  // namespace

int main(int argc, char** argv) {
  return Run(std::vector<std::string>(argv + 1, argv + argc));
}

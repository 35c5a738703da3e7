#include "tests/support/service.h"

#include <signal.h>

#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <utility>

#include "absl/time/clock.h"
#include "base/status_macros.h"

namespace rollbook::tests {
namespace {

constexpr absl::Duration kLookAgain = absl::Milliseconds(5);

// A store for tests: small, and at ease on a disk that is nearly full.
const std::vector<std::string>& SmallStoreFlags() {
  static const auto& kFlags = *new std::vector<std::string>{
      "--memtable_mb=4", "--block_cache_mb=8", "--min_free_disk_mb=1"};
  return kFlags;
}

uint16_t PortIn(const std::string& line, const std::string& member) {
  return static_cast<uint16_t>(std::atoi(LogMember(line, member).c_str()));
}

// The line with this event that the process writes behind `offset` of its
// log.
absl::StatusOr<std::string> AwaitEvent(Process& process,
                                       const std::string& log_file,
                                       size_t offset,
                                       const std::string& event) {
  const std::string mark = "\"event\":\"" + event + "\"";
  const absl::Time deadline = absl::Now() + kPatience;
  for (;;) {
    const bool running = process.Running();
    const std::string log = ReadFile(log_file).substr(offset);
    const size_t at = log.find(mark);
    const size_t end = at == std::string::npos ? at : log.find('\n', at);
    if (end != std::string::npos) {
      const size_t begin = log.rfind('\n', at) + 1;
      return log.substr(begin, end - begin);
    }
    if (!running) return absl::InternalError("it ended: " + log);
    if (absl::Now() > deadline) return absl::DeadlineExceededError(log);
    absl::SleepFor(kLookAgain);
  }
}

}  // namespace

std::string BinaryPath(const std::string& name) {
  const char* const directory = std::getenv("ROLLBOOK_BIN");
  if (directory == nullptr) {
    std::fprintf(stderr, "ROLLBOOK_BIN is not set\n");
    std::abort();
  }
  return std::string(directory) + "/" + name;
}

std::string LogMember(const std::string& line, const std::string& name) {
  const std::string mark = "\"" + name + "\":";
  const size_t at = line.find(mark);
  if (at == std::string::npos) return "";
  const std::string_view rest = std::string_view(line).substr(at + mark.size());
  if (rest.starts_with('"')) {
    return std::string(rest.substr(1, rest.find('"', 1) - 1));
  }
  return std::string(rest.substr(0, rest.find_first_of(",}")));
}

Service::Service(ServiceOptions options)
    : options_(std::move(options)),
      data_dir_(options_.data_dir.empty() ? directory_.path() + "/data"
                                          : options_.data_dir),
      master_key_file_(data_dir_ + ".key") {}

absl::Status Service::Start() {
  if (!rollbookd_ || !rollbookd_->Running()) RETURN_IF_ERROR(StartRollbookd());
  if (options_.arrangement == Arrangement::kSeparateGateway &&
      (!gateway_ || !gateway_->Running())) {
    RETURN_IF_ERROR(StartGateway());
  }
  return absl::OkStatus();
}

absl::Status Service::StartRollbookd() {
  const std::string program = BinaryPath("rollbookd");
  if (ReadFile(master_key_file_).empty()) {
    ASSIGN_OR_RETURN(
        const Finished made,
        RunToEnd(program, {"--make_master_key=" + master_key_file_}));
    if (made.exit.code != 0) return absl::InternalError(made.err);
  }
  Process::Options options = {.program = program};
  options.stderr_file = directory_.path() + "/rollbookd.log";
  options.arguments = {
      "--data_dir=" + data_dir_, "--master_key_file=" + master_key_file_,
      "--grpc_listen=127.0.0.1:0", "--admin_listen=127.0.0.1:0"};
  if (options_.arrangement == Arrangement::kInProcess) {
    // The port stays the same over restarts, as it would for a partner.
    options.arguments.push_back("--http_listen=127.0.0.1:" +
                                std::to_string(http_port_));
  }
  for (const auto* flags : {&SmallStoreFlags(), &options_.rollbookd_flags}) {
    options.arguments.insert(options.arguments.end(), flags->begin(),
                             flags->end());
  }
  const size_t offset = ReadFile(options.stderr_file).size();
  ASSIGN_OR_RETURN(rollbookd_, Process::Start(options));
  ASSIGN_OR_RETURN(
      const std::string started,
      AwaitEvent(*rollbookd_, options.stderr_file, offset, "started"));
  grpc_port_ = PortIn(started, "grpc_port");
  admin_port_ = PortIn(started, "admin_port");
  if (options_.arrangement == Arrangement::kInProcess) {
    http_port_ = PortIn(started, "http_port");
  }
  return absl::OkStatus();
}

absl::Status Service::StartGateway() {
  Process::Options options = {.program = BinaryPath("rollbook-gateway")};
  options.stderr_file = directory_.path() + "/gateway.log";
  options.arguments = {"--backend=unix:" + grpc_socket(),
                       "--http_listen=127.0.0.1:" + std::to_string(http_port_)};
  options.arguments.insert(options.arguments.end(),
                           options_.gateway_flags.begin(),
                           options_.gateway_flags.end());
  const size_t offset = ReadFile(options.stderr_file).size();
  ASSIGN_OR_RETURN(gateway_, Process::Start(options));
  ASSIGN_OR_RETURN(
      const std::string serving,
      AwaitEvent(*gateway_, options.stderr_file, offset, "serving"));
  http_port_ = PortIn(serving, "port");
  return absl::OkStatus();
}

void Service::Crash() {
  rollbookd_->Signal(SIGKILL);
  const auto ended = rollbookd_->Wait();
  if (ended.ok()) return;
  std::fprintf(stderr, "rollbookd outlives SIGKILL\n");
  std::abort();
}

absl::StatusOr<Exit> Service::Stop() {
  rollbookd_->Signal(SIGTERM);
  return rollbookd_->Wait();
}

absl::StatusOr<Exit> Service::StopGateway() {
  gateway_->Signal(SIGTERM);
  return gateway_->Wait();
}

void Service::Hangup() {
  rollbookd_->Signal(SIGHUP);
  if (gateway_) gateway_->Signal(SIGHUP);
}

std::string Service::Log() const {
  return ReadFile(directory_.path() + "/rollbookd.log") +
         ReadFile(directory_.path() + "/gateway.log");
}

absl::StatusOr<Finished> Service::Cli(std::vector<std::string> arguments,
                                      const std::string& stdin_text) const {
  arguments.insert(arguments.end(),
                   {"--server", "unix:" + grpc_socket(), "--output", "json"});
  return RunToEnd(BinaryPath("rollbook"), arguments, stdin_text);
}

absl::StatusOr<PartnerKey> Service::CreatePartner(const std::string& id) const {
  ASSIGN_OR_RETURN(const Finished made, Cli({"partner", "create", "--id", id,
                                             "--contract", "boca-raton"}));
  if (made.exit.code != 0) return absl::InternalError(made.err);
  return PartnerKey{LogMember(made.out, "apiKey"),
                    LogMember(made.out, "hmacSecret")};
}

}  // namespace rollbook::tests

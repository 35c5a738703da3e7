#include "tests/support/process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "base/testing/temp_dir.h"
#include "tests/support/files.h"

namespace rollbook::tests {
namespace {

constexpr mode_t kOutputMode = 0600;

std::vector<char*> Pointers(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

std::vector<std::string> Environment(const std::vector<std::string>& more) {
  std::vector<std::string> all = more;
  for (char** entry = environ; *entry != nullptr; ++entry) {
    all.emplace_back(*entry);
  }
  return all;
}

Exit ToExit(int status) {
  if (WIFSIGNALED(status)) return {.code = -1, .signal = WTERMSIG(status)};
  return {.code = WEXITSTATUS(status), .signal = 0};
}

// Waits a little for the end of the process.
void Pause(pid_t pid, absl::Duration patience) {
  const int descriptor = static_cast<int>(syscall(SYS_pidfd_open, pid, 0));
  if (descriptor < 0) return;
  pollfd waiting = {descriptor, POLLIN, 0};
  poll(&waiting, 1, static_cast<int>(absl::ToInt64Milliseconds(patience)));
  close(descriptor);
}

}  // namespace

absl::StatusOr<Process> Process::Start(const Options& options) {
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  constexpr int kAppend = O_WRONLY | O_CREAT | O_APPEND;
  posix_spawn_file_actions_addopen(&files, STDIN_FILENO,
                                   options.stdin_file.c_str(), O_RDONLY, 0);
  posix_spawn_file_actions_addopen(
      &files, STDOUT_FILENO, options.stdout_file.c_str(), kAppend, kOutputMode);
  posix_spawn_file_actions_addopen(
      &files, STDERR_FILENO, options.stderr_file.c_str(), kAppend, kOutputMode);
  std::vector<std::string> arguments = {options.program};
  arguments.insert(arguments.end(), options.arguments.begin(),
                   options.arguments.end());
  std::vector<std::string> environment = Environment(options.environment);
  pid_t pid = -1;
  const int error =
      posix_spawn(&pid, options.program.c_str(), &files, nullptr,
                  Pointers(arguments).data(), Pointers(environment).data());
  posix_spawn_file_actions_destroy(&files);
  if (error != 0) {
    return absl::InternalError(options.program + ": " + strerror(error));
  }
  return Process(pid);
}

Process::Process(Process&& other) noexcept
    : pid_(std::exchange(other.pid_, -1)),
      exit_(other.exit_),
      ended_(std::exchange(other.ended_, true)) {}

Process& Process::operator=(Process&& other) noexcept {
  if (this == &other) return *this;
  Kill();
  pid_ = std::exchange(other.pid_, -1);
  exit_ = other.exit_;
  ended_ = std::exchange(other.ended_, true);
  return *this;
}

Process::~Process() { Kill(); }

void Process::Kill() {
  if (ended_ || pid_ < 0) return;
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  ended_ = true;
}

void Process::Signal(int signal) const {
  if (!ended_ && pid_ > 0) kill(pid_, signal);
}

bool Process::Running() { return !Wait(absl::ZeroDuration()).ok(); }

absl::StatusOr<Exit> Process::Wait(absl::Duration patience) {
  if (ended_) return exit_;
  // The descriptor's wake-up saves time; what counts is what waitpid says.
  constexpr absl::Duration kSlice = absl::Milliseconds(50);
  const absl::Time deadline = absl::Now() + patience;
  int status = 0;
  while (waitpid(pid_, &status, WNOHANG) != pid_) {
    const absl::Duration left = deadline - absl::Now();
    if (left <= absl::ZeroDuration()) {
      return absl::DeadlineExceededError("the process still runs");
    }
    Pause(pid_, std::min(left, kSlice));
  }
  ended_ = true;
  exit_ = ToExit(status);
  return exit_;
}

absl::StatusOr<Finished> RunToEnd(const std::string& program,
                                  const std::vector<std::string>& arguments,
                                  const std::string& stdin_text,
                                  absl::Duration patience) {
  const base::TempDir directory;
  const std::string stem = directory.path() + "/std";
  WriteFile(stem + "in", stdin_text);
  auto process = Process::Start({.program = program,
                                 .arguments = arguments,
                                 .stdout_file = stem + "out",
                                 .stderr_file = stem + "err",
                                 .stdin_file = stem + "in"});
  if (!process.ok()) return process.status();
  const auto exit = process->Wait(patience);
  if (!exit.ok()) return exit.status();
  return Finished{*exit, ReadFile(stem + "out"), ReadFile(stem + "err")};
}

}  // namespace rollbook::tests

#ifndef ROLLBOOK_TESTS_SUPPORT_PROCESS_H_
#define ROLLBOOK_TESTS_SUPPORT_PROCESS_H_

#include <sys/types.h>

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace rollbook::tests {

// How long a test waits for something that takes milliseconds: disks that
// others keep busy have been seen to hold a sync back for half a minute.
inline constexpr absl::Duration kPatience = absl::Seconds(100);

// How a process ended.
struct Exit {
  int code = -1;   // -1 when a signal ended it
  int signal = 0;  // 0 when it ended by itself
};

// A child process whose output goes to files. Not thread-safe. The destructor
// kills a child that still runs.
class Process {
 public:
  struct Options {
    std::string program;  // a path
    std::vector<std::string> arguments = {};
    // Appended to; missing ones are made.
    std::string stdout_file = "/dev/null";
    std::string stderr_file = "/dev/null";
    std::string stdin_file = "/dev/null";
    // "NAME=value", beside those of this process.
    std::vector<std::string> environment = {};
  };

  // INTERNAL when the program cannot be started.
  static absl::StatusOr<Process> Start(const Options& options);

  Process(Process&& other) noexcept;
  Process& operator=(Process&& other) noexcept;
  ~Process();

  pid_t pid() const { return pid_; }

  // Does nothing once the process has been waited for.
  void Signal(int signal) const;

  bool Running();

  // DEADLINE_EXCEEDED when it still runs then.
  absl::StatusOr<Exit> Wait(absl::Duration patience = kPatience);

 private:
  explicit Process(pid_t pid) : pid_(pid) {}
  void Kill();

  pid_t pid_ = -1;
  Exit exit_;
  bool ended_ = false;
};

// What a program that ends by itself did.
struct Finished {
  Exit exit;
  std::string out;
  std::string err;
};

// Runs to the end, with its standard input from `stdin_text`.
absl::StatusOr<Finished> RunToEnd(const std::string& program,
                                  const std::vector<std::string>& arguments,
                                  const std::string& stdin_text = "",
                                  absl::Duration patience = kPatience);

}  // namespace rollbook::tests

#endif  // ROLLBOOK_TESTS_SUPPORT_PROCESS_H_

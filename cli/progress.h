#ifndef ROLLBOOK_CLI_PROGRESS_H_
#define ROLLBOOK_CLI_PROGRESS_H_

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "base/clock.h"

namespace rollbook::cli {

// How far something long has come.
struct ProgressSample {
  uint64_t items = 0;
  uint64_t rejected = 0;
  // What the percentage and the ETA go by; a total of 0 is unknown.
  uint64_t done = 0;
  uint64_t total = 0;
  const char* unit = "users";  // of `items`
};

// " 42% [########            ]  123456 users  45210/s  ETA 2m10s  3 rejected".
// `first` is where this run began (a resumed one does not begin at 0), and
// `elapsed` the time since then.
std::string RenderProgress(const ProgressSample& first,
                           const ProgressSample& now, absl::Duration elapsed);

// A progress line on a terminal, redrawn in place. Does nothing when
// `terminal` is false. Not thread-safe.
class ProgressBar {
 public:
  ProgressBar(std::ostream& err, bool terminal, const base::Clock& clock,
              const ProgressSample& first);

  // Draws at most ten times a second.
  void Update(const ProgressSample& now);

  // Removes the line, so that something else can be written.
  void Clear();

 private:
  std::ostream& err_;
  const bool terminal_;
  const base::Clock& clock_;
  const ProgressSample first_;
  const absl::Duration start_;
  std::optional<absl::Duration> drawn_;
};

}  // namespace rollbook::cli

#endif  // ROLLBOOK_CLI_PROGRESS_H_

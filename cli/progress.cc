#include "cli/progress.h"

#include <algorithm>
#include <cstdio>
#include <ostream>

#include "cli/times.h"

namespace rollbook::cli {
namespace {

constexpr size_t kBarCells = 20;
constexpr absl::Duration kRedrawInterval = absl::Milliseconds(100);

// Carriage return, and "erase to the end of the line" (ECMA-48).
constexpr char kClearLine[] = "\r\x1b[K";

std::string Bar(double fraction) {
  const auto filled = static_cast<size_t>(fraction * kBarCells);
  char percent[8];
  std::snprintf(percent, sizeof percent, "%3d%%",
                static_cast<int>(fraction * 100));
  return std::string(percent) + " [" + std::string(filled, '#') +
         std::string(kBarCells - filled, ' ') + "]";
}

}  // namespace

std::string RenderProgress(const ProgressSample& first,
                           const ProgressSample& now, absl::Duration elapsed) {
  const double seconds = absl::ToDoubleSeconds(elapsed);
  std::string line;
  if (now.total > 0) {
    line = Bar(std::min(
        1.0, static_cast<double>(now.done) / static_cast<double>(now.total)));
  }
  line += "  " + std::to_string(now.items) + " " + now.unit;
  if (seconds > 0) {
    const double rate = static_cast<double>(now.items - first.items) / seconds;
    line += "  " + std::to_string(static_cast<uint64_t>(rate)) + "/s";
  }
  if (now.total > now.done && now.done > first.done) {
    const double share = static_cast<double>(now.total - now.done) /
                         static_cast<double>(now.done - first.done);
    line += "  ETA " + FormatRoughly(elapsed * share);
  }
  if (now.rejected > 0) {
    line += "  " + std::to_string(now.rejected) + " rejected";
  }
  return line;
}

ProgressBar::ProgressBar(std::ostream& err, bool terminal,
                         const base::Clock& clock, const ProgressSample& first)
    : err_(err),
      terminal_(terminal),
      clock_(clock),
      first_(first),
      start_(clock.SinceBoot()) {}

void ProgressBar::Update(const ProgressSample& now) {
  if (!terminal_) return;
  const absl::Duration time = clock_.SinceBoot();
  if (drawn_ && time - *drawn_ < kRedrawInterval) return;
  drawn_ = time;
  err_ << kClearLine << RenderProgress(first_, now, time - start_)
       << std::flush;
}

void ProgressBar::Clear() {
  if (drawn_) err_ << kClearLine << std::flush;
}

}  // namespace rollbook::cli

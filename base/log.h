#ifndef ROLLBOOK_BASE_LOG_H_
#define ROLLBOOK_BASE_LOG_H_

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace rollbook::base {

enum class LogLevel { kDebug, kInfo, kWarning, kError };

// One member of a log line. No personal data, key, signature or token may
// ever be a value: log ids, counts, durations and reasons.
struct LogField {
  std::string_view name;
  std::variant<std::string_view, int64_t, double, bool> value;

  LogField(std::string_view n, std::string_view v) : name(n), value(v) {}
  LogField(std::string_view n, const std::string& v)
      : name(n), value(std::string_view{v}) {}
  LogField(std::string_view n, const char* v)
      : name(n), value(std::string_view{v}) {}
  LogField(std::string_view n, bool v) : name(n), value(v) {}
  LogField(std::string_view n, double v) : name(n), value(v) {}
  LogField(std::string_view n, int v) : name(n), value(int64_t{v}) {}
  LogField(std::string_view n, int64_t v) : name(n), value(v) {}
  LogField(std::string_view n, uint32_t v) : name(n), value(int64_t{v}) {}
  LogField(std::string_view n, uint64_t v)
      : name(n), value(static_cast<int64_t>(v)) {}
};

// Sets the lowest level written, and the process's name in every line. Call
// once, at start, before threads log.
void InitLog(std::string_view process, LogLevel lowest);

// Writes one JSON object as one line to standard error:
// {"ts":"2026-03-13T12:00:00.123Z","level":"info","process":"rollbookd",
//  "event":"started","port":7443}. Thread-safe. Lines are queued and written
// by a thread of their own; when the queue is full the oldest are dropped.
void Log(LogLevel level, std::string_view event,
         std::initializer_list<LogField> fields = {});

// Writes what is queued; call before the process ends.
void FlushLog();

}  // namespace rollbook::base

#endif  // ROLLBOOK_BASE_LOG_H_

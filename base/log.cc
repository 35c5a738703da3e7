#include "base/log.h"

#include <spdlog/async.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace rollbook::base {
namespace {

constexpr size_t kMaxQueuedLines = 8192;

struct LogState {
  std::string process = "rollbook";
  std::shared_ptr<spdlog::logger> logger;

  LogState() {
    spdlog::init_thread_pool(kMaxQueuedLines, 1);
    logger = spdlog::create_async_nb<spdlog::sinks::stderr_sink_mt>("rollbook");
    logger->set_pattern("%v");
  }
};

LogState& State() {
  static LogState& state = *new LogState();
  return state;
}

spdlog::level::level_enum ToSpdlog(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return spdlog::level::debug;
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kWarning:
      return spdlog::level::warn;
    case LogLevel::kError:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

std::string_view NameOf(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return "debug";
    case LogLevel::kInfo:
      return "info";
    case LogLevel::kWarning:
      return "warning";
    case LogLevel::kError:
      return "error";
  }
  return "error";
}

// RFC 8259 section 7; spdlog does not escape.
void AppendJsonString(std::string& out, std::string_view text) {
  out.push_back('"');
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (static_cast<unsigned char>(c) < 0x20) {
      absl::StrAppendFormat(&out, "\\u%04x", static_cast<unsigned>(c));
    } else {
      out.push_back(c);
    }
  }
  out.push_back('"');
}

void AppendValue(std::string& out, const LogField& field) {
  if (const auto* text = std::get_if<std::string_view>(&field.value)) {
    AppendJsonString(out, *text);
  } else if (const auto* flag = std::get_if<bool>(&field.value)) {
    out.append(*flag ? "true" : "false");
  } else if (const auto* number = std::get_if<int64_t>(&field.value)) {
    absl::StrAppend(&out, *number);
  } else {
    absl::StrAppend(&out, std::get<double>(field.value));
  }
}

}  // namespace

void InitLog(std::string_view process, LogLevel lowest) {
  State().process = std::string(process);
  State().logger->set_level(ToSpdlog(lowest));
}

void Log(LogLevel level, std::string_view event,
         std::initializer_list<LogField> fields) {
  LogState& state = State();
  if (!state.logger->should_log(ToSpdlog(level))) return;
  std::string line =
      absl::StrCat("{\"ts\":\"",
                   absl::FormatTime("%Y-%m-%dT%H:%M:%E3SZ", absl::Now(),
                                    absl::UTCTimeZone()),
                   "\",\"level\":\"");
  line.append(NameOf(level)).append("\",\"process\":");
  AppendJsonString(line, state.process);
  line.append(",\"event\":");
  AppendJsonString(line, event);
  for (const LogField& field : fields) {
    line.push_back(',');
    AppendJsonString(line, field.name);
    line.push_back(':');
    AppendValue(line, field);
  }
  line.push_back('}');
  state.logger->log(ToSpdlog(level), line);
}

void FlushLog() {
  State().logger->flush();
  // Joins the writer, so that nothing queued is lost.
  spdlog::shutdown();
}

}  // namespace rollbook::base

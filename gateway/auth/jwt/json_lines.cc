#include "gateway/auth/jwt/json_lines.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "base/error.h"

namespace rollbook::gateway::jwt {
namespace {

using Json = nlohmann::json;

absl::Status AtLine(size_t line, const std::string& why) {
  return base::ErrorWithText(base::Reason::kInvalidArgument,
                             "line " + std::to_string(line) + ": " + why);
}

// Goes through the text and counts the lines that the parser has left behind.
class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator(const char* at, size_t* line) : at_(at), line_(line) {}

  reference operator*() const { return *at_; }
  CountingIterator& operator++() {
    if (*at_++ == '\n') ++*line_;
    return *this;
  }
  friend bool operator==(const CountingIterator& a, const CountingIterator& b) {
    return a.at_ == b.at_;
  }

 private:
  const char* at_;
  size_t* line_;
};

// Follows the parser's events and knows the path of each.
class Tracker {
 public:
  Tracker(const size_t* line, std::map<std::string, size_t>* lines)
      : line_(line), lines_(lines) {}

  bool OnEvent(Json::parse_event_t event, const Json& value) {
    using Event = Json::parse_event_t;
    switch (event) {
      case Event::object_start:
      case Event::array_start:
        lines_->emplace(NextPath(), *line_);
        open_.push_back({NextPath(), event == Event::array_start, 0, ""});
        break;
      case Event::object_end:
      case Event::array_end:
        open_.pop_back();
        AfterValue();
        break;
      case Event::key:
        open_.back().key = value.get<std::string>();
        if (!lines_->emplace(NextPath(), *line_).second && !duplicate_) {
          duplicate_ = {*line_, NextPath()};
        }
        break;
      case Event::value:
        AfterValue();
        break;
    }
    return true;
  }

  const std::optional<std::pair<size_t, std::string>>& duplicate() const {
    return duplicate_;
  }

 private:
  struct Level {
    std::string path;
    bool is_array;
    size_t index;
    std::string key;
  };

  // Of the value that is about to begin.
  std::string NextPath() const {
    if (open_.empty()) return "";
    const Level& level = open_.back();
    if (level.is_array) {
      return level.path + "[" + std::to_string(level.index) + "]";
    }
    return level.path.empty() ? level.key : level.path + "." + level.key;
  }

  void AfterValue() {
    if (!open_.empty()) ++open_.back().index;
  }

  const size_t* line_;
  std::map<std::string, size_t>* lines_;
  std::vector<Level> open_;
  std::optional<std::pair<size_t, std::string>> duplicate_;
};

// "[0].algorithms[1]" -> "[0].algorithms" -> "[0]" -> "".
std::string ParentOf(const std::string& path) {
  const size_t end = path.find_last_of(".[");
  return end == std::string::npos ? "" : path.substr(0, end);
}

}  // namespace

absl::Status JsonWithLines::Error(const std::string& path,
                                  const std::string& why) const {
  std::string known = path;
  auto line = lines.find(known);
  while (line == lines.end() && !known.empty()) {
    known = ParentOf(known);
    line = lines.find(known);
  }
  return AtLine(line == lines.end() ? 1 : line->second,
                path.empty() ? why : path + ": " + why);
}

absl::StatusOr<JsonWithLines> ParseJsonWithLines(std::string_view text) {
  JsonWithLines result;
  size_t line = 1;
  Tracker tracker(&line, &result.lines);
  const CountingIterator begin(text.data(), &line);
  const CountingIterator end(text.data() + text.size(), &line);
  result.json = Json::parse(
      begin, end,
      [&](int, Json::parse_event_t event, Json& value) {
        return tracker.OnEvent(event, value);
      },
      /*allow_exceptions=*/false);
  if (result.json.is_discarded()) return AtLine(line, "this is not JSON");
  if (tracker.duplicate()) {
    return AtLine(tracker.duplicate()->first,
                  tracker.duplicate()->second + ": occurs twice");
  }
  return result;
}

}  // namespace rollbook::gateway::jwt

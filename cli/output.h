#ifndef ROLLBOOK_CLI_OUTPUT_H_
#define ROLLBOOK_CLI_OUTPUT_H_

#include <functional>
#include <iosfwd>
#include <string>

#include "cli/json.h"

namespace rollbook::cli {

// Standard output in one of two forms. JSON is for programs: one compact
// document per line, stable member names. Text is for people and may change.
// Not thread-safe.
class Output {
 public:
  explicit Output(std::ostream& out) : out_(out) {}

  void set_json(bool json) { json_ = json; }
  bool json() const { return json_; }

  // Writes `value` as one line in JSON mode, what `text` writes otherwise.
  void Print(const Json& value, const std::function<void(std::ostream&)>& text);

  // The same for a list that comes in parts: a JSON array over all Item()
  // calls. A list whose End() is missing is not a JSON document, so that half
  // an answer is never taken for a whole one.
  void BeginList();
  void Item(const Json& value, const std::function<void(std::ostream&)>& text);
  void EndList();

  // Hands on what was written, for outputs that are followed live.
  void Flush();

 private:
  std::ostream& out_;
  bool json_ = false;
  bool first_item_ = true;
};

}  // namespace rollbook::cli

#endif  // ROLLBOOK_CLI_OUTPUT_H_

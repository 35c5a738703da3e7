#ifndef ROLLBOOK_GATEWAY_JSON_DOCUMENT_H_
#define ROLLBOOK_GATEWAY_JSON_DOCUMENT_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/json/value.h"

namespace rollbook::gateway::json {

// How deep objects and arrays may stand in each other (contract section 5).
inline constexpr size_t kMaxDepth = 32;

// A request body that is one strict JSON document in UTF-8. What is valid
// JSON and still not to be trusted, because readers disagree on what it means,
// is found at every level and listed in defects(): members whose decoded name
// occurs twice, and text with U+0000 or half a surrogate pair in it. Values
// with a defect read as Kind::kDefect.
//
// Owns everything that its values point to; movable, not for several threads
// at once.
class Document {
 public:
  // Nullopt when the text is not JSON, or nested too deep.
  static std::optional<Document> Parse(std::string_view text);

  Document(Document&&) noexcept;
  Document& operator=(Document&&) noexcept;
  ~Document();

  Value root() const;

  // Paths ("address.line1", "list[2]") of the defects, each once, in the
  // order of the text; at most kMaxDefects of them.
  const std::vector<std::string>& defects() const { return defects_; }

  static constexpr size_t kMaxDefects = 32;
  // A path is cut to this many bytes: it goes into an answer.
  static constexpr size_t kMaxPathBytes = 200;

 private:
  struct Parser;
  explicit Document(std::unique_ptr<Parser> parser);

  std::unique_ptr<Parser> parser_;
  std::vector<std::string> defects_;
};

}  // namespace rollbook::gateway::json

#endif  // ROLLBOOK_GATEWAY_JSON_DOCUMENT_H_

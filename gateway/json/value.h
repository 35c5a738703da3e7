#ifndef ROLLBOOK_GATEWAY_JSON_VALUE_H_
#define ROLLBOOK_GATEWAY_JSON_VALUE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace rollbook::gateway::json {

enum class Kind : uint8_t {
  kNull,
  kBool,
  kNumber,
  kString,
  kArray,
  kObject,
  kDefect,  // see Document::defects()
};

// One value of a document, as it lies in the document's list: a value is
// followed by everything inside it, and `end` is where its next sibling is.
struct Node {
  Kind kind = Kind::kNull;
  bool flag = false;      // the value of a bool; of a number: `whole` is it
  uint32_t end = 0;       // index behind the last node inside this one
  uint64_t whole = 0;     // a number without sign, fraction and exponent
  std::string_view key;   // decoded; of a member of an object
  std::string_view text;  // decoded; of a string
};

// A value within a Document, which must outlive it. Cheap to copy.
class Value {
 public:
  Value(const std::vector<Node>* nodes, uint32_t index)
      : nodes_(nodes), index_(index) {}

  Kind kind() const { return node().kind; }
  bool flag() const { return node().flag; }
  std::string_view key() const { return node().key; }
  std::string_view text() const { return node().text; }
  // Of a number that is written with digits only and is below 2^64.
  std::optional<uint64_t> whole() const {
    if (kind() != Kind::kNumber || !flag()) return std::nullopt;
    return node().whole;
  }

  // The members of an object or the items of an array; none for the rest.
  class Iterator {
   public:
    Iterator(const std::vector<Node>* nodes, uint32_t index)
        : nodes_(nodes), index_(index) {}
    Value operator*() const { return {nodes_, index_}; }
    Iterator& operator++() {
      index_ = (*nodes_)[index_].end;
      return *this;
    }
    friend bool operator==(const Iterator&, const Iterator&) = default;

   private:
    const std::vector<Node>* nodes_;
    uint32_t index_;
  };
  Iterator begin() const { return {nodes_, index_ + 1}; }
  Iterator end() const { return {nodes_, node().end}; }

 private:
  const Node& node() const { return (*nodes_)[index_]; }

  const std::vector<Node>* nodes_;
  uint32_t index_;
};

}  // namespace rollbook::gateway::json

#endif  // ROLLBOOK_GATEWAY_JSON_VALUE_H_

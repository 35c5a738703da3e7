#include "gateway/json/document.h"

#include <simdjson.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "gateway/json/mend.h"

namespace rollbook::gateway::json {
namespace {

// What a thread keeps for its next requests; a parser holds some 100 KiB
// after a body of the largest size.
constexpr size_t kMaxIdleParsers = 4;
constexpr size_t kInitialCapacity = 64 << 10;

// Up to here members are compared with each other, above they are sorted.
constexpr size_t kFewMembers = 16;

bool HasNul(std::string_view text) {
  return text.find('\0') != std::string_view::npos;
}

}  // namespace

struct Document::Parser {
  simdjson::dom::parser simd;
  std::vector<Node> nodes;

  bool Parse(std::string_view text, std::vector<std::string>& defects) {
    nodes.clear();
    simdjson::dom::element root;
    simdjson::error_code error = simd.parse(text.data(), text.size()).get(root);
    if (error == simdjson::STRING_ERROR || error == simdjson::NUMBER_ERROR) {
      const std::string mended =
          WithoutHugeNumbers(WithoutLoneSurrogates(text));
      error = simd.parse(mended).get(root);
    }
    if (error != simdjson::SUCCESS) return false;
    std::string path;
    return Walk(root, {}, 0, path, defects);
  }

 private:
  // Appends `element` and all within it; false when it lies too deep.
  bool Walk(simdjson::dom::element element, std::string_view key, size_t depth,
            std::string& path, std::vector<std::string>& defects) {
    const size_t index = nodes.size();
    nodes.push_back({});
    nodes[index].key = key;
    bool fits = true;
    switch (element.type()) {
      case simdjson::dom::element_type::OBJECT:
        nodes[index].kind = Kind::kObject;
        fits = WalkObject(simdjson::dom::object(element), depth + 1, path,
                          defects);
        FindDuplicates(index, path, defects);
        break;
      case simdjson::dom::element_type::ARRAY:
        nodes[index].kind = Kind::kArray;
        fits =
            WalkArray(simdjson::dom::array(element), depth + 1, path, defects);
        break;
      case simdjson::dom::element_type::STRING:
        nodes[index].kind = Kind::kString;
        nodes[index].text = std::string_view(element);
        if (HasNul(nodes[index].text)) Note(index, path, defects);
        break;
      case simdjson::dom::element_type::BOOL:
        nodes[index].kind = Kind::kBool;
        nodes[index].flag = bool(element);
        break;
      case simdjson::dom::element_type::NULL_VALUE:
        break;
      default:
        nodes[index].kind = Kind::kNumber;
        nodes[index].flag = element.is_uint64();
        if (nodes[index].flag) nodes[index].whole = uint64_t(element);
    }
    nodes[index].end = static_cast<uint32_t>(nodes.size());
    return fits;
  }

  bool WalkObject(simdjson::dom::object object, size_t depth, std::string& path,
                  std::vector<std::string>& defects) {
    if (depth > kMaxDepth) return false;
    const size_t parent = path.size();
    for (const auto member : object) {
      if (parent != 0) path.push_back('.');
      path.append(member.key);
      const size_t index = nodes.size();
      if (!Walk(member.value, member.key, depth, path, defects)) return false;
      if (HasNul(member.key)) Note(index, path, defects);
      path.resize(parent);
    }
    return true;
  }

  bool WalkArray(simdjson::dom::array array, size_t depth, std::string& path,
                 std::vector<std::string>& defects) {
    if (depth > kMaxDepth) return false;
    const size_t parent = path.size();
    size_t position = 0;
    for (const simdjson::dom::element item : array) {
      path.append("[").append(std::to_string(position++)).append("]");
      if (!Walk(item, {}, depth, path, defects)) return false;
      path.resize(parent);
    }
    return true;
  }

  void FindDuplicates(size_t object, const std::string& path,
                      std::vector<std::string>& defects) {
    std::vector<uint32_t> members;
    for (size_t i = object + 1; i < nodes.size(); i = nodes[i].end) {
      members.push_back(static_cast<uint32_t>(i));
    }
    const auto note = [&](uint32_t a, uint32_t b) {
      nodes[a].kind = Kind::kDefect;
      std::string name = path;
      if (!name.empty()) name.push_back('.');
      name.append(nodes[b].key);
      Note(b, name, defects);
    };
    if (members.size() <= kFewMembers) {
      for (size_t i = 1; i < members.size(); ++i) {
        for (size_t j = 0; j < i; ++j) {
          if (nodes[members[i]].key == nodes[members[j]].key) {
            note(members[j], members[i]);
          }
        }
      }
      return;
    }
    std::stable_sort(
        members.begin(), members.end(),
        [this](uint32_t a, uint32_t b) { return nodes[a].key < nodes[b].key; });
    for (size_t i = 1; i < members.size(); ++i) {
      if (nodes[members[i]].key == nodes[members[i - 1]].key) {
        note(members[i - 1], members[i]);
      }
    }
  }

  void Note(size_t index, std::string_view path,
            std::vector<std::string>& defects) {
    nodes[index].kind = Kind::kDefect;
    if (defects.size() == kMaxDefects) return;
    size_t bytes = std::min(path.size(), kMaxPathBytes);
    // Cut between characters: a UTF-8 continuation byte is 10xxxxxx.
    while (bytes < path.size() && bytes > 0 &&
           (static_cast<unsigned char>(path[bytes]) & 0xc0) == 0x80) {
      --bytes;
    }
    std::string name =
        path.empty() ? "body" : std::string(path.substr(0, bytes));
    if (std::find(defects.begin(), defects.end(), name) == defects.end()) {
      defects.push_back(std::move(name));
    }
  }
};

namespace {

// Parsers are reused: allocating one costs more than parsing a small body.
template <typename Parser>
std::vector<std::unique_ptr<Parser>>& IdleParsers() {
  thread_local std::vector<std::unique_ptr<Parser>> idle;
  return idle;
}

}  // namespace

Document::Document(std::unique_ptr<Parser> parser)
    : parser_(std::move(parser)) {}

Document::Document(Document&&) noexcept = default;

Document& Document::operator=(Document&& other) noexcept {
  std::swap(parser_, other.parser_);
  std::swap(defects_, other.defects_);
  return *this;
}

Document::~Document() {
  auto& idle = IdleParsers<Parser>();
  if (parser_ && idle.size() < kMaxIdleParsers) {
    idle.push_back(std::move(parser_));
  }
}

std::optional<Document> Document::Parse(std::string_view text) {
  auto& idle = IdleParsers<Parser>();
  std::unique_ptr<Parser> parser;
  if (idle.empty()) {
    parser = std::make_unique<Parser>();
    // One more than ours: an empty innermost array does not count for the
    // parser, the walk counts exactly.
    if (parser->simd.allocate(kInitialCapacity, kMaxDepth + 1) !=
        simdjson::SUCCESS) {
      return std::nullopt;
    }
  } else {
    parser = std::move(idle.back());
    idle.pop_back();
  }
  Document document(std::move(parser));
  if (!document.parser_->Parse(text, document.defects_)) return std::nullopt;
  return document;
}

Value Document::root() const { return {&parser_->nodes, 0}; }

}  // namespace rollbook::gateway::json

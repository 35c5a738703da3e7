// A body that passes as JSON is JSON for another strict reader as well, with
// the same members and texts.

#include <algorithm>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <regex>
#include <string>
#include <string_view>

#include "gateway/json/document.h"
#include "gateway/json/object_reader.h"
#include "tests/fuzz/require.h"

namespace {

using nlohmann::json;
using rollbook::fuzz::Require;
using rollbook::gateway::FieldErrors;
using rollbook::gateway::json::Document;
using rollbook::gateway::json::Kind;
using rollbook::gateway::json::ObjectReader;
using rollbook::gateway::json::Value;

void Compare(const Value& ours, const json& theirs) {
  switch (ours.kind()) {
    case Kind::kString:
      Require(theirs.is_string() &&
                  theirs.get_ref<const std::string&>() == ours.text(),
              "another text");
      return;
    case Kind::kBool:
      Require(theirs.is_boolean() && theirs.get<bool>() == ours.flag(),
              "another truth");
      return;
    case Kind::kNull:
      Require(theirs.is_null(), "not null");
      return;
    case Kind::kObject:
      Require(theirs.is_object(), "no object");
      for (const Value member : ours) {
        const auto it = theirs.find(std::string(member.key()));
        Require(it != theirs.end(), "a member of another name");
        if (member.kind() != Kind::kDefect) Compare(member, *it);
      }
      return;
    case Kind::kArray: {
      Require(theirs.is_array(), "no array");
      size_t i = 0;
      for (const Value item : ours) {
        Require(i < theirs.size(), "more items");
        if (item.kind() != Kind::kDefect) Compare(item, theirs[i]);
        ++i;
      }
      return;
    }
    default:
      return;  // numbers are not read, defects are refused
  }
}

// The other reader refuses numbers that are too large for it, which is not what
// is compared: every number becomes a small one. Anything else that is made of
// the same characters stays as it is.
std::string WithSmallNumbers(std::string_view text) {
  static const std::regex kNumber(
      R"(-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?)");
  std::string out;
  for (size_t at = 0; at < text.size();) {
    size_t end = at + 1;
    if (text[at] == '"') {
      while (end < text.size() && text[end] != '"') {
        end += text[end] == '\\' ? 2 : 1;
      }
      end = std::min(end + 1, text.size());
    } else if (text[at] == '-' || (text[at] >= '0' && text[at] <= '9')) {
      end =
          std::min(text.find_first_not_of("0123456789+-.eE", at), text.size());
      if (std::regex_match(text.begin() + at, text.begin() + end, kNumber)) {
        out.append("0");
        at = end;
        continue;
      }
    }
    out.append(text.substr(at, end - at));
    at = end;
  }
  return out;
}

void ReadAsObject(const Value& root) {
  if (root.kind() != Kind::kObject) return;
  FieldErrors errors;
  ObjectReader reader(root, "", errors);
  static_cast<void>(reader.String("email"));
  static_cast<void>(reader.Bool("isCiroAffiliate"));
  Require(reader.Unknown().size() == reader.unknown_count(),
          "unknown members counted twice");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::optional<Document> document = Document::Parse(text);
  if (!document) return 0;
  Require(document->defects().size() <= Document::kMaxDefects,
          "too many defects");
  ReadAsObject(document->root());
  if (!document->defects().empty()) return 0;
  const json theirs = json::parse(WithSmallNumbers(text), /*cb=*/nullptr,
                                  /*allow_exceptions=*/false);
  Require(!theirs.is_discarded(), "not JSON for another reader");
  Compare(document->root(), theirs);
  return 0;
}

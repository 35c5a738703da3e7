#include "tests/support/json_schema.h"

#include <algorithm>
#include <map>
#include <regex>
#include <set>
#include <string_view>

namespace rollbook::tests {
namespace {

using Json = nlohmann::ordered_json;

// Code points of valid UTF-8: lengths and patterns count these.
std::wstring Decode(const std::string& text) {
  std::wstring out;
  for (size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const int more = byte < 0x80 ? 0 : byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
    wchar_t c = more == 0 ? byte : byte & (0x3f >> more);
    for (int k = 0; k < more && ++i < text.size(); ++k) {
      c = (c << 6) | (static_cast<unsigned char>(text[i]) & 0x3f);
    }
    out.push_back(c);
    ++i;
  }
  return out;
}

bool Matches(const std::string& pattern, const std::string& text) {
  static std::map<std::string, std::wregex>& compiled =
      *new std::map<std::string, std::wregex>;
  auto found = compiled.find(pattern);
  if (found == compiled.end()) {
    found = compiled.emplace(pattern, std::wregex(Decode(pattern))).first;
  }
  return std::regex_search(Decode(text), found->second);
}

bool IsOfType(const std::string& type, const Json& value) {
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_string();
  if (type == "boolean") return value.is_boolean();
  if (type == "null") return value.is_null();
  if (type == "integer") return value.is_number_integer();
  return false;
}

bool IsOneOf(const Json& list, const Json& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

class Checker {
 public:
  explicit Checker(const Json& document) : document_(document) {}

  void Check(const Json& schema, const Json& value, const std::string& path) {
    for (const auto& [keyword, argument] : schema.items()) {
      if (!CheckAny(keyword, argument, schema, value, path) &&
          !CheckText(keyword, argument, value, path) &&
          !CheckParts(keyword, argument, value, path)) {
        Note(path, "has a schema with the keyword " + keyword);
      }
    }
  }

  std::vector<std::string> faults;

 private:
  bool Fits(const Json& schema, const Json& value) const {
    Checker checker(document_);
    checker.Check(schema, value, "");
    return checker.faults.empty();
  }

  void Note(const std::string& path, const std::string& what) {
    faults.push_back((path.empty() ? "the value" : path) + " " + what);
  }
  void Expect(bool holds, const std::string& path, const std::string& what) {
    if (!holds) Note(path, what);
  }

  // False for a keyword that is not for it; so the other two.
  bool CheckAny(const std::string& keyword, const Json& argument,
                const Json& schema, const Json& value,
                const std::string& path) {
    static const std::set<std::string_view> kNotes = {"description", "format",
                                                      "then"};
    if (kNotes.contains(keyword)) return true;
    if (keyword == "$ref") {
      Check(Resolve(document_, schema), value, path);
    } else if (keyword == "type") {
      const Json types = argument.is_array() ? argument : Json{argument};
      Expect(std::any_of(types.begin(), types.end(),
                         [&](const Json& t) { return IsOfType(t, value); }),
             path, "is no " + argument.dump());
    } else if (keyword == "enum") {
      Expect(IsOneOf(argument, value), path, "is none of " + argument.dump());
    } else if (keyword == "const") {
      Expect(argument == value, path, "is not " + argument.dump());
    } else if (keyword == "anyOf") {
      Expect(std::any_of(argument.begin(), argument.end(),
                         [&](const Json& s) { return Fits(s, value); }),
             path, "fits nothing of anyOf");
    } else if (keyword == "allOf") {
      for (const Json& part : argument) Check(part, value, path);
    } else if (keyword == "if") {
      if (Fits(argument, value)) Check(schema["then"], value, path);
    } else {
      return false;
    }
    return true;
  }

  bool CheckText(const std::string& keyword, const Json& argument,
                 const Json& value, const std::string& path) {
    const std::string text = value.is_string() ? value : Json("");
    const bool applies = value.is_string();
    if (keyword == "minLength") {
      Expect(!applies || Decode(text).size() >= argument, path, "is too short");
    } else if (keyword == "maxLength") {
      Expect(!applies || Decode(text).size() <= argument, path, "is too long");
    } else if (keyword == "pattern") {
      Expect(!applies || Matches(argument, text), path, "is no " + text);
    } else if (keyword == "minimum") {
      Expect(!value.is_number() || double{value} >= double{argument}, path,
             "is too small");
    } else if (keyword == "maximum") {
      Expect(!value.is_number() || double{value} <= double{argument}, path,
             "is too large");
    } else {
      return false;
    }
    return true;
  }

  bool CheckParts(const std::string& keyword, const Json& argument,
                  const Json& value, const std::string& path) {
    const std::string prefix = path.empty() ? "" : path + ".";
    if (keyword == "required") {
      for (const Json& name : argument) {
        Expect(!value.is_object() || value.contains(std::string(name)),
               prefix + std::string(name), "is missing");
      }
    } else if (keyword == "properties") {
      for (const auto& [name, schema] : argument.items()) {
        if (value.is_object() && value.contains(name)) {
          Check(schema, value[name], prefix + name);
        }
      }
    } else if (keyword == "items") {
      if (!value.is_array()) return true;
      for (const Json& item : value) Check(argument, item, path + "[]");
    } else if (keyword == "minItems") {
      Expect(!value.is_array() || value.size() >= argument, path, "is short");
    } else {
      return false;
    }
    return true;
  }

  const Json& document_;
};

}  // namespace

std::vector<std::string> SchemaFaults(const Json& document, const Json& schema,
                                      const Json& value) {
  Checker checker(document);
  checker.Check(schema, value, "");
  return checker.faults;
}

const Json& Resolve(const Json& document, const Json& node) {
  const Json* found = &node;
  while (found->contains("$ref")) {
    const std::string ref = (*found)["$ref"];
    found = &document.at(Json::json_pointer(ref.substr(1)));
  }
  return *found;
}

}  // namespace rollbook::tests

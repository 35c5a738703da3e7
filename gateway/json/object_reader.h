#ifndef ROLLBOOK_GATEWAY_JSON_OBJECT_READER_H_
#define ROLLBOOK_GATEWAY_JSON_OBJECT_READER_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/field_errors.h"
#include "gateway/json/value.h"

namespace rollbook::gateway::json {

// How a member was found. kNull and kEmpty ("") mean "absent" in a create and
// "clear it" in a patch: the contract's mapping decides.
enum class Presence {
  kAbsent,
  kNull,
  kEmpty,
  kValue,
  kRefused,  // of another type; the error has been noted
};

template <typename T>
struct Read {
  Presence presence = Presence::kAbsent;
  T value{};

  bool has_value() const { return presence == Presence::kValue; }
};

// A text that may also come as a number.
struct StringOrNumber {
  std::string text;  // the number's digits
  bool is_number = false;
};

// Reads the members of one object by name and type, so that a contract's
// request mapping reads like the contract's table. A member of another type
// is noted in `errors` by its path. Members that nobody asked for are unknown
// to the contract. The document must outlive the reader and the text it
// returns.
//
//   ObjectReader body(document.root(), "", errors);
//   Read<std::string_view> email = body.String("email");
class ObjectReader {
 public:
  // `object` is of Kind::kObject; `path` is where it lies: "" or "address".
  ObjectReader(Value object, std::string path, FieldErrors& errors);

  Read<std::string_view> String(std::string_view name);
  Read<bool> Bool(std::string_view name);
  // Numbers are whole ones without a sign; others are not valid.
  Read<StringOrNumber> TextOrNumber(std::string_view name);
  // A reader of the object within; nullopt when it is absent, null or refused.
  // Its findings go to the same list.
  std::optional<ObjectReader> Object(std::string_view name);

  // The members that have not been read, by path, in the order of the text.
  std::vector<std::string> Unknown() const;
  // How many; costs nothing when there are none.
  size_t unknown_count() const { return members_.size() - known_; }

 private:
  struct Member {
    Value value;
    bool read = false;
  };

  const Value* Find(std::string_view name);
  std::string PathOf(std::string_view name) const;

  std::string path_;
  FieldErrors& errors_;
  std::vector<Member> members_;
  size_t known_ = 0;
  // Clients send their members in the order of the table, mostly.
  size_t next_ = 0;
};

}  // namespace rollbook::gateway::json

#endif  // ROLLBOOK_GATEWAY_JSON_OBJECT_READER_H_

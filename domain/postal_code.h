#ifndef ROLLBOOK_DOMAIN_POSTAL_CODE_H_
#define ROLLBOOK_DOMAIN_POSTAL_CODE_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace rollbook::domain {

// A postal code as sent. One contract takes it as a JSON number as well and
// answers with the type it came in (contract section 4), so the type is part of
// the value.
class PostalCode {
 public:
  static std::optional<PostalCode> Parse(std::string_view text, bool is_number,
                                         size_t max_code_points);

  // For the storage codec only: both were this PostalCode when it was stored.
  static PostalCode FromStored(std::string text, bool is_number) {
    return PostalCode(std::move(text), is_number);
  }

  const std::string& text() const { return text_; }
  bool is_number() const { return is_number_; }

  // A1A 1A1 in any case, with or without the space, without the letters that
  // Canada Post does not use (D, F, I, O, Q, U; W and Z never in front).
  bool HasCanadianForm() const;

  friend bool operator==(const PostalCode&, const PostalCode&) = default;

 private:
  PostalCode(std::string text, bool is_number)
      : text_(std::move(text)), is_number_(is_number) {}

  std::string text_;
  bool is_number_ = false;
};

}  // namespace rollbook::domain

#endif  // ROLLBOOK_DOMAIN_POSTAL_CODE_H_

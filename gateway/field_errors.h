#ifndef ROLLBOOK_GATEWAY_FIELD_ERRORS_H_
#define ROLLBOOK_GATEWAY_FIELD_ERRORS_H_

#include <string>
#include <string_view>
#include <vector>

namespace rollbook::gateway {

// One field of a request that is not as the contract wants it, by the
// contract's own name of it.
struct FieldError {
  std::string field;
  std::string message;
  // The service's word for it ("EMAIL"), where it is the service's finding.
  std::string code = {};

  friend bool operator==(const FieldError&, const FieldError&) = default;
};

// What is wrong with one request: at most one entry per field, the first.
class FieldErrors {
 public:
  void Add(std::string_view field, std::string_view message,
           std::string_view code = {}) {
    if (!Has(field)) {
      list_.push_back(
          {std::string(field), std::string(message), std::string(code)});
    }
  }
  bool Has(std::string_view field) const {
    for (const FieldError& error : list_) {
      if (error.field == field) return true;
    }
    return false;
  }
  bool empty() const { return list_.empty(); }
  const std::vector<FieldError>& list() const { return list_; }
  std::vector<FieldError>& list() { return list_; }

 private:
  std::vector<FieldError> list_;
};

// How the body as a whole is named.
inline constexpr std::string_view kBody = "body";

// The messages of the contracts for what the gateway finds by itself.
inline constexpr std::string_view kIsRequired = "Is required";
inline constexpr std::string_view kMustBeAString = "Must be a string";
inline constexpr std::string_view kMustBeABoolean = "Must be a boolean";
inline constexpr std::string_view kMustBeAnObject = "Must be an object";
inline constexpr std::string_view kMustBeAStringOrANumber =
    "Must be a string or a number";
inline constexpr std::string_view kIsNotValid = "Is not valid";

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_FIELD_ERRORS_H_

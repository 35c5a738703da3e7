#ifndef ROLLBOOK_DOMAIN_DATE_H_
#define ROLLBOOK_DOMAIN_DATE_H_

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/time/civil_time.h"

namespace rollbook::domain {

inline constexpr int kEarliestYear = 1900;

// A day of the proleptic Gregorian calendar, written YYYY-MM-DD, from 1900 on.
class Date {
 public:
  static std::optional<Date> Parse(std::string_view text);

  // For the storage codec only: `text` was a Date when it was stored.
  static Date FromStored(std::string text) { return Date(std::move(text)); }

  const std::string& text() const { return text_; }
  absl::CivilDay day() const;

  friend bool operator==(const Date&, const Date&) = default;

 private:
  explicit Date(std::string text) : text_(std::move(text)) {}

  std::string text_;
};

// Whether somebody born on `birth` is at least `years` old on `today`. Born on
// 29 February: a year older on 1 March where there is no 29th.
bool IsAtLeast(int years, const Date& birth, absl::CivilDay today);

}  // namespace rollbook::domain

#endif  // ROLLBOOK_DOMAIN_DATE_H_

#include "domain/date.h"

#include <cstddef>

#include "base/ascii.h"

namespace rollbook::domain {
namespace {

constexpr std::string_view kShape = "YYYY-MM-DD";

bool HasShape(std::string_view text) {
  if (text.size() != kShape.size()) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    if (kShape[i] == '-' ? text[i] != '-' : !base::IsDigit(text[i])) {
      return false;
    }
  }
  return true;
}

// Of a text in the shape above.
int NumberAt(std::string_view text, size_t position, size_t digits) {
  int number = 0;
  for (const char c : text.substr(position, digits)) {
    number = number * 10 + (c - '0');
  }
  return number;
}

}  // namespace

std::optional<Date> Date::Parse(std::string_view text) {
  if (!HasShape(text)) return std::nullopt;
  const int year = NumberAt(text, 0, 4);
  const int month = NumberAt(text, 5, 2);
  const int day = NumberAt(text, 8, 2);
  // CivilDay carries over what is too large: 30 February becomes 1 or 2 March.
  const absl::CivilDay real(year, month, day);
  if (real.month() != month || real.day() != day) return std::nullopt;
  if (year < kEarliestYear) return std::nullopt;
  return Date(std::string(text));
}

absl::CivilDay Date::day() const {
  return absl::CivilDay(NumberAt(text_, 0, 4), NumberAt(text_, 5, 2),
                        NumberAt(text_, 8, 2));
}

bool IsAtLeast(int years, const Date& birth, absl::CivilDay today) {
  const absl::CivilDay day = birth.day();
  return today >= absl::CivilDay(day.year() + years, day.month(), day.day());
}

}  // namespace rollbook::domain

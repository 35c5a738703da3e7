#include "gateway/auth/rfc3339.h"

#include <cstddef>
#include <cstdint>

#include "absl/time/civil_time.h"
#include "base/ascii.h"

namespace rollbook::gateway {
namespace {

constexpr int kNanosecondDigits = 9;

// Takes the text from left to right; once something did not fit, ok() stays
// false.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  int Number(size_t digits) {
    if (rest_.size() < digits) return Fail();
    int value = 0;
    for (size_t i = 0; i < digits; ++i) {
      if (!base::IsDigit(rest_[i])) return Fail();
      value = value * 10 + (rest_[i] - '0');
    }
    rest_.remove_prefix(digits);
    return value;
  }

  // The character that was there, if it is one of `allowed`.
  char OneOf(std::string_view allowed) {
    if (rest_.empty() || allowed.find(rest_[0]) == std::string_view::npos) {
      Fail();
      return '\0';
    }
    const char c = rest_[0];
    rest_.remove_prefix(1);
    return c;
  }

  // "." and digits, if there; in nanoseconds.
  int64_t Fraction() {
    if (rest_.empty() || rest_[0] != '.') return 0;
    rest_.remove_prefix(1);
    int64_t nanoseconds = 0;
    int digits = 0;
    for (; !rest_.empty() && base::IsDigit(rest_[0]); rest_.remove_prefix(1)) {
      if (digits < kNanosecondDigits) {
        nanoseconds = nanoseconds * 10 + (rest_[0] - '0');
      }
      ++digits;
    }
    if (digits == 0) return Fail();
    for (; digits < kNanosecondDigits; ++digits) nanoseconds *= 10;
    return nanoseconds;
  }

  bool ok() const { return ok_; }
  bool done() const { return ok_ && rest_.empty(); }

 private:
  int Fail() {
    ok_ = false;
    return 0;
  }

  std::string_view rest_;
  bool ok_ = true;
};

// Minutes east of UTC.
int Offset(Scanner& scanner) {
  const char sign = scanner.OneOf("Zz+-");
  if (sign != '+' && sign != '-') return 0;
  const int hours = scanner.Number(2);
  scanner.OneOf(":");
  const int minutes = scanner.Number(2);
  // An impossible offset is no offset: fails the caller's done().
  if (hours > 23 || minutes > 59) scanner.OneOf("");
  return (sign == '-' ? -1 : 1) * (hours * 60 + minutes);
}

}  // namespace

std::optional<absl::Time> ParseRfc3339(std::string_view text) {
  Scanner scanner(text);
  const int year = scanner.Number(4);
  scanner.OneOf("-");
  const int month = scanner.Number(2);
  scanner.OneOf("-");
  const int day = scanner.Number(2);
  scanner.OneOf("Tt");
  const int hour = scanner.Number(2);
  scanner.OneOf(":");
  const int minute = scanner.Number(2);
  scanner.OneOf(":");
  const int second = scanner.Number(2);
  const int64_t nanoseconds = scanner.Fraction();
  const int offset = Offset(scanner);
  if (!scanner.done() || hour > 23 || minute > 59 || second > 60) {
    return std::nullopt;
  }

  // Civil times normalize what does not exist; a changed date was not one.
  const absl::CivilSecond civil(year, month, day, hour, minute, second);
  const absl::CivilDay date(year, month, day);
  if (date.year() != year || date.month() != month || date.day() != day) {
    return std::nullopt;
  }
  const absl::CivilSecond utc = civil - int64_t{offset} * 60;
  if (second == 60 && absl::CivilSecond(absl::CivilDay(utc)) != utc) {
    return std::nullopt;
  }
  return absl::FromCivil(utc, absl::UTCTimeZone()) +
         absl::Nanoseconds(nanoseconds);
}

}  // namespace rollbook::gateway

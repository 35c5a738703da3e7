#ifndef ROLLBOOK_DOMAIN_COUNTRY_H_
#define ROLLBOOK_DOMAIN_COUNTRY_H_

#include <optional>
#include <string>
#include <string_view>
#include <utility>

// Countries and their subdivisions, from tables that the build generates out of
// Debian's iso-codes package.
namespace rollbook::domain {

// An ISO 3166-1 alpha-2 code, upper case.
class CountryCode {
 public:
  static std::optional<CountryCode> Parse(std::string_view text);

  // The same, and XK (Kosovo), which ISO leaves to its users.
  static std::optional<CountryCode> ParseOrKosovo(std::string_view text);

  // For the storage codec only: `text` was a CountryCode when it was stored.
  static CountryCode FromStored(std::string text) {
    return CountryCode(std::move(text));
  }

  const std::string& text() const { return text_; }

  friend bool operator==(const CountryCode&, const CountryCode&) = default;

 private:
  explicit CountryCode(std::string text) : text_(std::move(text)) {}

  std::string text_;
};

// Whether the table knows the country's subdivisions: CA and US.
bool HasSubdivisionTable(const CountryCode& country);

// Whether `text` is a subdivision of the country by its ISO 3166-2 code without
// the prefix ("ON") or by its English name ("Ontario"), in either case. False
// for a country without a table.
bool IsSubdivision(const CountryCode& country, std::string_view text);

}  // namespace rollbook::domain

#endif  // ROLLBOOK_DOMAIN_COUNTRY_H_

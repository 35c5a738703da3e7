#include "domain/country.h"

#include <algorithm>

#include "base/ascii.h"
#include "domain/iso_tables.h"

namespace rollbook::domain {
namespace {

constexpr std::string_view kKosovo = "XK";

}  // namespace

std::optional<CountryCode> CountryCode::Parse(std::string_view text) {
  const auto countries = IsoCountries();
  if (!std::binary_search(countries.begin(), countries.end(), text)) {
    return std::nullopt;
  }
  return CountryCode(std::string(text));
}

std::optional<CountryCode> CountryCode::ParseOrKosovo(std::string_view text) {
  if (text == kKosovo) return CountryCode(std::string(text));
  return Parse(text);
}

bool HasSubdivisionTable(const CountryCode& country) {
  return std::ranges::any_of(IsoSubdivisions(),
                             [&](const IsoSubdivision& subdivision) {
                               return subdivision.country == country.text();
                             });
}

bool IsSubdivision(const CountryCode& country, std::string_view text) {
  return std::ranges::any_of(
      IsoSubdivisions(), [&](const IsoSubdivision& subdivision) {
        return subdivision.country == country.text() &&
               (base::EqualsIgnoringCase(subdivision.code, text) ||
                base::EqualsIgnoringCase(subdivision.name, text));
      });
}

}  // namespace rollbook::domain

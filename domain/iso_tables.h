#ifndef ROLLBOOK_DOMAIN_ISO_TABLES_H_
#define ROLLBOOK_DOMAIN_ISO_TABLES_H_

#include <span>
#include <string_view>

// The generated tables behind domain/country.h; for country.cc only.
namespace rollbook::domain {

struct IsoSubdivision {
  std::string_view country;
  std::string_view code;  // without the country's prefix
  std::string_view name;  // English
};

// ISO 3166-1 alpha-2 codes, sorted.
std::span<const std::string_view> IsoCountries();

// ISO 3166-2 subdivisions of CA and US.
std::span<const IsoSubdivision> IsoSubdivisions();

}  // namespace rollbook::domain

#endif  // ROLLBOOK_DOMAIN_ISO_TABLES_H_

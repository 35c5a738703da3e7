"""Writes domain's country tables from Debian's iso-codes package.

usage: iso_codes.py ISO_3166-1.json ISO_3166-2.json OUT.cc
"""

import json
import sys

# Whose subdivisions addresses are checked against (contract section 1.3).
COUNTRIES_WITH_SUBDIVISIONS = ("CA", "US")

HEADER = """// Generated from iso-codes by cmake/iso_codes.py.
#include "domain/iso_tables.h"

#include <array>

namespace rollbook::domain {
namespace {

"""

FOOTER = """
}  // namespace

std::span<const std::string_view> IsoCountries() { return kCountries; }
std::span<const IsoSubdivision> IsoSubdivisions() { return kSubdivisions; }

}  // namespace rollbook::domain
"""


def load(path, key):
    with open(path, encoding="utf-8") as file:
        return json.load(file)[key]


def quoted(text):
    # Octal escapes, because hexadecimal ones swallow the digits behind them.
    return '"' + "".join(
        chr(byte) if 0x20 <= byte < 0x7F and byte not in b'"\\'
        else f"\\{byte:03o}" for byte in text.encode("utf-8")) + '"'


def main(countries_path, subdivisions_path, out_path):
    countries = sorted(
        country["alpha_2"] for country in load(countries_path, "3166-1"))
    subdivisions = []
    for entry in load(subdivisions_path, "3166-2"):
        country, _, code = entry["code"].partition("-")
        if country in COUNTRIES_WITH_SUBDIVISIONS:
            subdivisions.append((country, code, entry["name"]))

    lines = ["constexpr auto kCountries = std::to_array<std::string_view>({"]
    lines += [f"    {quoted(code)}," for code in countries]
    lines += ["});", "",
              "constexpr auto kSubdivisions = std::to_array<IsoSubdivision>({"]
    lines += ["    {" + ", ".join(quoted(part) for part in row) + "},"
              for row in sorted(subdivisions)]
    lines += ["});"]
    with open(out_path, "w", encoding="utf-8") as out:
        out.write(HEADER + "\n".join(lines) + "\n" + FOOTER)


if __name__ == "__main__":
    main(*sys.argv[1:])

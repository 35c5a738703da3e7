#include "domain/email_domain.h"

#include <unicode/bytestream.h>
#include <unicode/idna.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "base/ascii.h"

namespace rollbook::domain {
namespace {

// RFC 1035 section 2.3.4, as text without the closing dot.
constexpr size_t kLabelMaxOctets = 63;
constexpr size_t kDomainMaxOctets = 253;

constexpr uint32_t kIdnaOptions = UIDNA_USE_STD3_RULES | UIDNA_CHECK_BIDI |
                                  UIDNA_CHECK_CONTEXTJ | UIDNA_CHECK_CONTEXTO |
                                  UIDNA_NONTRANSITIONAL_TO_ASCII |
                                  UIDNA_NONTRANSITIONAL_TO_UNICODE;

bool IsLabel(std::string_view label) {
  return !label.empty() && label.size() <= kLabelMaxOctets &&
         label.front() != '-' && label.back() != '-' &&
         std::ranges::all_of(label, [](char c) {
           return base::IsLetter(c) || base::IsDigit(c) || c == '-';
         });
}

bool IsAsciiDomain(std::string_view domain) {
  if (domain.size() > kDomainMaxOctets) return false;
  size_t dots = 0;
  for (;; ++dots) {
    const size_t dot = domain.find('.');
    const std::string_view label = domain.substr(0, dot);
    if (!IsLabel(label)) return false;
    if (dot == std::string_view::npos) {
      return dots > 0 && !std::ranges::all_of(label, base::IsDigit);
    }
    domain.remove_prefix(dot + 1);
  }
}

bool HasEncodedLabel(std::string_view domain) {
  constexpr std::string_view kPrefix = "xn--";
  return std::ranges::search(domain, kPrefix, {}, base::ToLower).begin() !=
         domain.end();
}

std::optional<std::string> ToAsciiDomain(std::string_view domain) {
  UErrorCode status = U_ZERO_ERROR;
  // Immutable and meant to live as long as the process.
  static const icu::IDNA* const idna =
      icu::IDNA::createUTS46Instance(kIdnaOptions, status);
  if (idna == nullptr) return std::nullopt;
  std::string ascii;
  icu::StringByteSink<std::string> sink(&ascii);
  icu::IDNAInfo info;
  idna->nameToASCII_UTF8(
      icu::StringPiece(domain.data(), static_cast<int32_t>(domain.size())),
      sink, info, status);
  if (U_FAILURE(status) || info.hasErrors()) return std::nullopt;
  return ascii;
}

}  // namespace

bool IsEmailDomain(std::string_view domain) {
  if (base::IsAllAscii(domain) && !HasEncodedLabel(domain)) {
    return IsAsciiDomain(domain);
  }
  const std::optional<std::string> ascii = ToAsciiDomain(domain);
  return ascii && IsAsciiDomain(*ascii);
}

}  // namespace rollbook::domain

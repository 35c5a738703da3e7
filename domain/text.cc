#include "domain/text.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <cstdint>

namespace rollbook::domain {
namespace {

bool IsPrintableAscii(std::string_view text) {
  // Without an early way out, so that the compiler vectorises it.
  bool all = true;
  for (const char c : text) all &= c >= 0x20 && c <= 0x7E;
  return all;
}

// Embeddings, overrides and isolates turn the reading order of what follows
// around (Trojan Source). The plain marks (LRM, RLM, ALM) are ordinary in
// Hebrew and Arabic text and stay.
bool IsBidiOverride(UChar32 c) {
  return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

bool IsRefused(UChar32 c) {
  switch (u_charType(c)) {
    case U_CONTROL_CHAR:
    case U_UNASSIGNED:
    case U_SURROGATE:
    case U_LINE_SEPARATOR:
    case U_PARAGRAPH_SEPARATOR:
      return true;
    default:
      return IsBidiOverride(c);
  }
}

bool HasRefusedCharacter(std::string_view text) {
  const auto size = static_cast<int32_t>(text.size());
  for (int32_t i = 0; i < size;) {
    UChar32 c = 0;
    U8_NEXT(text.data(), i, size, c);
    if (c < 0 || IsRefused(c)) return true;
  }
  return false;
}

// In NFC, so that a letter counts the same however its accent was sent.
size_t CountCharacters(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfc = icu::Normalizer2::getNFCInstance(status);
  const auto given = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  if (U_FAILURE(status)) return static_cast<size_t>(given.countChar32());
  const icu::UnicodeString composed = nfc->normalize(given, status);
  return static_cast<size_t>(
      (U_FAILURE(status) ? given : composed).countChar32());
}

}  // namespace

std::optional<TextFault> CheckText(std::string_view text,
                                   size_t max_code_points) {
  if (text.empty()) return TextFault::kLength;
  if (text.size() > INT32_MAX) return TextFault::kLength;
  size_t length = text.size();
  if (!IsPrintableAscii(text)) {
    if (HasRefusedCharacter(text)) return TextFault::kCharacter;
    length = CountCharacters(text);
  }
  if (length > max_code_points) return TextFault::kLength;
  return std::nullopt;
}

std::optional<Text> Text::Parse(std::string_view text, size_t max_code_points) {
  if (CheckText(text, max_code_points)) return std::nullopt;
  return Text(std::string(text));
}

}  // namespace rollbook::domain

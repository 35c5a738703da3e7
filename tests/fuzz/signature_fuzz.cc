// The texts of a signed request's headers: what passes means one thing only.

#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "gateway/auth/request_signature.h"
#include "gateway/auth/rfc3339.h"
#include "gateway/etag.h"
#include "gateway/idempotency_key.h"
#include "gateway/percent.h"
#include "gateway/traceparent.h"
#include "tests/fuzz/require.h"

namespace {

using rollbook::fuzz::Require;
using namespace rollbook::gateway;

void ReadTime(std::string_view text) {
  const auto time = ParseRfc3339(text);
  if (!time) return;
  Require(text.size() >= 20, "a time without a zone");
  Require(
      *time > absl::FromCivil(absl::CivilDay(-1, 1, 1), absl::UTCTimeZone()) &&
          *time <
              absl::FromCivil(absl::CivilDay(10001, 1, 1), absl::UTCTimeZone()),
      "a year of more than four digits");
}

void ReadSignature(std::string_view text) {
  const auto signature = ParseSignature(text);
  if (!signature) return;
  std::string lower(text);
  for (char& c : lower) c = static_cast<char>(c | 0x20);
  Require(rollbook::base::ToHex(rollbook::base::AsText(*signature)) == lower,
          "another signature than its text");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  ReadTime(text);
  ReadSignature(text);
  static_cast<void>(DecodePercent(text));
  static_cast<void>(ParseIdempotencyKey(text));
  static_cast<void>(IsTraceparent(text));
  return 0;
}

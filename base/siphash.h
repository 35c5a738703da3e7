#ifndef ROLLBOOK_BASE_SIPHASH_H_
#define ROLLBOOK_BASE_SIPHASH_H_

#include <array>
#include <cstdint>
#include <string_view>

namespace rollbook::base {

// SipHash-2-4 (Aumasson and Bernstein, 2012): a short hash for tables whose
// keys strangers choose. Who does not know `key` cannot find two that collide.
uint64_t SipHash(const std::array<uint64_t, 2>& key, std::string_view text);

}  // namespace rollbook::base

#endif  // ROLLBOOK_BASE_SIPHASH_H_

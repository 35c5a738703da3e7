#ifndef ROLLBOOK_BASE_CRC32C_H_
#define ROLLBOOK_BASE_CRC32C_H_

#include <cstdint>
#include <string_view>

namespace rollbook::base {

// CRC-32C (Castagnoli), as in RFC 3720 appendix B.4: tells damaged bytes from
// whole ones; says nothing about intent. Uses the processor's instruction
// where there is one. Thread-safe.
uint32_t Crc32c(std::string_view bytes);

namespace internal {
// The same by table, for processors without the instruction.
uint32_t Crc32cByTable(std::string_view bytes);
}  // namespace internal

}  // namespace rollbook::base

#endif  // ROLLBOOK_BASE_CRC32C_H_

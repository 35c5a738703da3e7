#ifndef ROLLBOOK_EVENTSTORE_BIG_ENDIAN_H_
#define ROLLBOOK_EVENTSTORE_BIG_ENDIAN_H_

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace rollbook::eventstore {

// Fields at fixed places of an encoded row, written over in place: the
// committer fills in what only it knows.
template <typename Unsigned>
void StoreBigEndian(char* out, Unsigned value) {
  static_assert(std::is_unsigned_v<Unsigned>);
  for (size_t i = sizeof(Unsigned); i-- > 0;) {
    out[i] = static_cast<char>(value);
    value = static_cast<Unsigned>(static_cast<uint64_t>(value) >> 8);
  }
}

template <typename Unsigned>
Unsigned LoadBigEndian(const char* in) {
  static_assert(std::is_unsigned_v<Unsigned>);
  uint64_t value = 0;
  for (size_t i = 0; i < sizeof(Unsigned); ++i) {
    value = value << 8 | static_cast<uint8_t>(in[i]);
  }
  return static_cast<Unsigned>(value);
}

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_BIG_ENDIAN_H_

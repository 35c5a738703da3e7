#ifndef ROLLBOOK_BASE_BYTES_H_
#define ROLLBOOK_BASE_BYTES_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace rollbook::base {

// Bytes travel as std::string / std::string_view; crypto wants uint8_t.
inline std::span<const uint8_t> AsBytes(std::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}
inline std::string_view AsText(std::span<const uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// Lower-case hexadecimal.
std::string ToHex(std::string_view bytes);
// Either case; nullopt for an odd length or another character.
std::optional<std::string> FromHex(std::string_view hex);

// Big-endian integers: their bytes sort as the numbers do, which the keys on
// disk rely on.
void PutBigEndian16(std::string& out, uint16_t value);
void PutBigEndian32(std::string& out, uint32_t value);
void PutBigEndian64(std::string& out, uint64_t value);

// Reads what the functions above and a length-prefixed writer wrote. Once a
// read runs past the end, ok() is false and every read returns zero or empty.
class ByteReader {
 public:
  explicit ByteReader(std::string_view in) : in_(in) {}

  uint8_t U8() { return static_cast<uint8_t>(Unsigned(1)); }
  uint16_t U16() { return static_cast<uint16_t>(Unsigned(2)); }
  uint32_t U32() { return static_cast<uint32_t>(Unsigned(4)); }
  uint64_t U64() { return Unsigned(8); }
  std::string_view Bytes(size_t size);

  bool ok() const { return ok_; }
  bool done() const { return in_.empty(); }
  std::string_view rest() const { return in_; }

 private:
  uint64_t Unsigned(size_t bytes);

  std::string_view in_;
  bool ok_ = true;
};

}  // namespace rollbook::base

#endif  // ROLLBOOK_BASE_BYTES_H_

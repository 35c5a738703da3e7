#include "base/bytes.h"

namespace rollbook::base {
namespace {

void PutBigEndian(std::string& out, uint64_t value, int bytes) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>(value >> shift));
  }
}

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

std::string ToHex(std::string_view bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  hex.reserve(2 * bytes.size());
  for (const char c : bytes) {
    hex.push_back(kDigits[static_cast<uint8_t>(c) >> 4]);
    hex.push_back(kDigits[static_cast<uint8_t>(c) & 0x0f]);
  }
  return hex;
}

std::optional<std::string> FromHex(std::string_view hex) {
  if (hex.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  bytes.reserve(hex.size() / 2);
  for (size_t i = 0; i < hex.size(); i += 2) {
    const int high = HexValue(hex[i]);
    const int low = HexValue(hex[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes.push_back(static_cast<char>(high << 4 | low));
  }
  return bytes;
}

void PutBigEndian16(std::string& out, uint16_t value) {
  PutBigEndian(out, value, 2);
}
void PutBigEndian32(std::string& out, uint32_t value) {
  PutBigEndian(out, value, 4);
}
void PutBigEndian64(std::string& out, uint64_t value) {
  PutBigEndian(out, value, 8);
}

std::string_view ByteReader::Bytes(size_t size) {
  if (!ok_ || in_.size() < size) {
    ok_ = false;
    in_ = {};
    return {};
  }
  const std::string_view bytes = in_.substr(0, size);
  in_.remove_prefix(size);
  return bytes;
}

uint64_t ByteReader::Unsigned(size_t bytes) {
  uint64_t value = 0;
  for (const char c : Bytes(bytes)) {
    value = value << 8 | static_cast<uint8_t>(c);
  }
  return value;
}

}  // namespace rollbook::base

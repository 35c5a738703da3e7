#include <sys/stat.h>

#include <fstream>
#include <iterator>
#include <string>

#include "base/bytes.h"
#include "base/error.h"
#include "services/keys/key_vault.h"

namespace rollbook::services {
namespace {

constexpr size_t kHexDigits = 64;
constexpr char kHowToMake[] =
    " (make one with: umask 077; openssl rand -hex 32 > FILE)";

absl::Status BadFile(const std::string& path, const std::string& what) {
  return base::ErrorWithText(
      base::Reason::kInvalidArgument,
      "master key file " + path + ": " + what + kHowToMake);
}

}  // namespace

absl::StatusOr<base::Key256> KeyVault::ReadMasterKeyFile(
    const std::string& path) {
  struct stat info;
  if (stat(path.c_str(), &info) != 0) return BadFile(path, "cannot be read");
  if (!S_ISREG(info.st_mode)) return BadFile(path, "is not a regular file");
  if ((info.st_mode & 077) != 0) {
    return BadFile(path, "others than its owner may access it; chmod 600 it");
  }
  std::ifstream file(path, std::ios::binary);
  if (!file) return BadFile(path, "cannot be read");
  // One byte more than allowed, so that a longer file is noticed.
  std::string text(kHexDigits + 2, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<size_t>(file.gcount()));
  if (!text.empty() && text.back() == '\n') text.pop_back();
  auto bytes = text.size() == kHexDigits ? base::FromHex(text) : std::nullopt;
  base::Wipe(text);
  if (!bytes) return BadFile(path, "does not hold 64 hexadecimal digits");
  base::Key256 key;
  bytes->copy(reinterpret_cast<char*>(key.mutable_bytes().data()),
              bytes->size());
  base::Wipe(*bytes);
  return key;
}

}  // namespace rollbook::services

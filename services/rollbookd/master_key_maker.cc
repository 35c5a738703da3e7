#include "services/rollbookd/master_key_maker.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/bytes.h"
#include "base/crypto/secret.h"
#include "base/error.h"

namespace rollbook::services {
namespace {

absl::Status Refuse(const std::string& path, const std::string& why) {
  return base::ErrorWithText(base::Reason::kInvalidArgument,
                             "cannot make " + path + ": " + why);
}

}  // namespace

absl::Status MakeMasterKeyFile(const std::string& path, base::Random& random) {
  const int fd =
      open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0) {
    return Refuse(path, errno == EEXIST ? "it is there, and a master key is "
                                          "never overwritten"
                                        : std::strerror(errno));
  }
  base::Key256 key;
  random.Fill(key.mutable_bytes());
  std::string text = base::ToHex(key.view()) + "\n";
  const bool written = write(fd, text.data(), text.size()) ==
                           static_cast<ssize_t>(text.size()) &&
                       fsync(fd) == 0;
  OPENSSL_cleanse(text.data(), text.size());
  const bool closed = close(fd) == 0;
  if (written && closed) return absl::OkStatus();
  unlink(path.c_str());
  return Refuse(path, "writing failed");
}

}  // namespace rollbook::services

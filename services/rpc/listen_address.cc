#include "services/rpc/listen_address.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>

#include "base/error.h"

namespace rollbook::services {
namespace {

absl::Status Refuse(const std::string& path, std::string_view why) {
  return base::ErrorWithText(base::Reason::kInvalidArgument,
                             "socket " + path + ": " + std::string(why));
}

bool SomebodyListens(const sockaddr_un& address) {
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return false;
  const int result =
      connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address));
  close(fd);
  return result == 0;
}

}  // namespace

bool IsLoopbackAddress(std::string_view host_and_port) {
  const size_t colon = host_and_port.rfind(':');
  if (colon == std::string_view::npos) return false;
  const std::string_view host = host_and_port.substr(0, colon);
  return host == "localhost" || host == "[::1]" || host.starts_with("127.");
}

absl::Status ClaimSocketPath(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof(address.sun_path)) {
    return Refuse(path,
                  "the path is too long for a Unix socket (107 bytes at "
                  "most); use a shorter --data_dir");
  }
  std::memcpy(address.sun_path, path.data(), path.size());
  struct stat file {};
  if (lstat(path.c_str(), &file) != 0) return absl::OkStatus();
  if (!S_ISSOCK(file.st_mode)) {
    return Refuse(path, "is there and is not a socket; move it away");
  }
  if (SomebodyListens(address)) {
    return Refuse(path, "another process is listening on it");
  }
  if (unlink(path.c_str()) != 0) {
    return Refuse(path, "is stale and cannot be removed");
  }
  return absl::OkStatus();
}

}  // namespace rollbook::services

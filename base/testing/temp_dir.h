#ifndef ROLLBOOK_BASE_TESTING_TEMP_DIR_H_
#define ROLLBOOK_BASE_TESTING_TEMP_DIR_H_

#include <unistd.h>

#include <string>

// Where tests keep their files: under $TMPDIR (or /tmp). Paths are short,
// because a Unix socket's may have 107 bytes only.
namespace rollbook::base {

// A directory of its own, gone with the object. A child that was forked
// removes nothing.
class TempDir {
 public:
  TempDir();
  ~TempDir();
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;

  const std::string& path() const { return path_; }

 private:
  const pid_t maker_ = getpid();
  std::string path_;
};

// A path that nobody else has, ending with `name`, in a directory that is gone
// when the process ends. Thread-safe.
std::string NewTempPath(const std::string& name);

}  // namespace rollbook::base

#endif  // ROLLBOOK_BASE_TESTING_TEMP_DIR_H_

#ifndef ROLLBOOK_TESTS_SUPPORT_TEMP_DIR_H_
#define ROLLBOOK_TESTS_SUPPORT_TEMP_DIR_H_

#include <string>

namespace rollbook::tests {

// A directory of its own under $TMPDIR (or /tmp), gone with the object. The
// path is short, because a Unix socket's may have 107 bytes only.
class TempDir {
 public:
  TempDir();
  ~TempDir();
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;

  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// The whole content; empty when there is no such file.
std::string ReadFile(const std::string& path);

// Ends the process when the file cannot be written.
void WriteFile(const std::string& path, const std::string& content);

}  // namespace rollbook::tests

#endif  // ROLLBOOK_TESTS_SUPPORT_TEMP_DIR_H_

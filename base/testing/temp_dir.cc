#include "base/testing/temp_dir.h"

#include <stdlib.h>

#include <atomic>
#include <cstdio>
#include <filesystem>
#include <system_error>

namespace rollbook::base {

TempDir::TempDir() {
  const char* const parent = getenv("TMPDIR");
  path_ = std::string(parent != nullptr ? parent : "/tmp") + "/rollbook-XXXXXX";
  if (mkdtemp(path_.data()) == nullptr) {
    std::perror("mkdtemp");
    std::abort();
  }
}

TempDir::~TempDir() {
  if (getpid() != maker_) return;
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string NewTempPath(const std::string& name) {
  static const TempDir of_the_process;
  static std::atomic<int> count = 0;
  return of_the_process.path() + "/" + std::to_string(++count) + "-" + name;
}

}  // namespace rollbook::base

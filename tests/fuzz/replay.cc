// Takes the place of libFuzzer where there is none: runs a fuzz target over
// the files in $ROLLBOOK_SEEDS, so that seeds and past findings are tests of
// every build.

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "gtest/gtest.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

TEST(Seeds, HaveTheTargetsProperties) {
  const char* const seeds = std::getenv("ROLLBOOK_SEEDS");
  ASSERT_NE(seeds, nullptr);
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(seeds)) {
    SCOPED_TRACE(entry.path());
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(in)),
                            std::istreambuf_iterator<char>());
    LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(bytes.data()),
                           bytes.size());
    ++files;
  }
  EXPECT_GT(files, 0);
}

}  // namespace

#ifndef ROLLBOOK_TESTS_ARCHITECTURE_BAZEL_VISIBILITY_H_
#define ROLLBOOK_TESTS_ARCHITECTURE_BAZEL_VISIBILITY_H_

#include <string>
#include <vector>

#include "tests/architecture/source_tree.h"

namespace rollbook::architecture {

// The include table in Bazel's words: the text of bazel-compat/visibility.bzl.
// Bazel's grain is a package, a folder of `files` with a CMakeLists.txt; it may
// use what any file in it may include, and what a unit test in it might.
std::string BazelVisibility(const std::vector<SourceFile>& files);

}  // namespace rollbook::architecture

#endif  // ROLLBOOK_TESTS_ARCHITECTURE_BAZEL_VISIBILITY_H_

"""Tests that CMake's build runs and Bazel's does not. check_lists.py and
compare_tests.py allow for these and no others."""

EXCEPTIONS = {
    "bazel_lists": "compares CMake's lists with targets.bzl; it is about this" +
                   " folder and runs where CMake has configured",
    "bazel_lists_test": "tests the scripts that compare the two builds",
    "clients.Python": "runs a script of the source tree beside a running" +
                      " server",
    "e2e_test": "drives running servers, found in one folder of binaries;" +
                " Bazel compiles it",
    "verifier_test": "runs a script of the source tree in Debian's Python;" +
                     " Bazel compiles it",
}

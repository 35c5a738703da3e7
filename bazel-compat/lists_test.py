"""That the checks of this folder find what they are meant to find."""

import unittest

import check_lists
import compare_tests

TARGETS = """
TARGETS = [
    dict(kind = "library", name = "base", deps = ["absl::status"]),
    dict(kind = "test", name = "e2e_test", env = ["BIN={bin}"]),
]
"""
THIRD_PARTY = 'names = ["absl_status"]'
EXCEPTIONS = 'EXCEPTIONS = {"e2e_test": "needs" + " a server"}'


def problems(generated=TARGETS, committed=TARGETS, third_party=THIRD_PARTY,
             exceptions=EXCEPTIONS):
    return "\n".join(check_lists.problems_of(generated, committed, third_party,
                                             exceptions))


class CheckLists(unittest.TestCase):

    def test_accepts_what_is_equal_and_known(self):
        self.assertEqual(problems(), "")

    def test_finds_a_stale_list(self):
        found = problems(generated=TARGETS.replace("base", "vase"))
        self.assertIn("vase", found)
        self.assertIn("targets.bzl is stale", found)

    def test_finds_a_library_that_bazel_does_not_know(self):
        self.assertIn("nothing for absl::status", problems(third_party=""))

    def test_finds_a_test_that_needs_binaries_and_is_no_exception(self):
        self.assertIn("e2e_test needs", problems(exceptions="EXCEPTIONS = {}"))

    def test_finds_exceptions_without_a_test_or_a_reason(self):
        found = problems(exceptions='EXCEPTIONS = {"e2e_test": "", "x": "y"}')
        self.assertIn("there is no test x", found)
        self.assertIn("e2e_test has no reason", found)


class CompareTests(unittest.TestCase):

    def test_reads_what_ctest_lists(self):
        listing = {"tests": [
            {"name": "a_test.A.B  # GetParam() = 1",
             "command": ["/bin/a_test", "--gtest_filter=A.B/0"]},
            {"name": "b_test_NOT_BUILT"},
            {"name": "lists", "command": ["python3", "lists.py"]},
        ]}
        self.assertEqual(compare_tests.cmake_tests(listing),
                         {"a_test": {"A.B/0"}, "b_test": set(),
                          "lists": set()})

    def test_finds_programs_that_one_build_lacks(self):
        self.assertEqual(
            compare_tests.differences({"a": set(), "e": set()}, {"b": set()},
                                      {"e"}),
            ["only CMake runs a", "only Bazel runs b"])

    def test_finds_an_exception_that_runs(self):
        self.assertEqual(
            compare_tests.differences({"e": set()}, {"e": set()}, {"e"}),
            ["Bazel runs e, an exception"])

    def test_compares_tests_where_both_builds_know_them(self):
        self.assertEqual(
            compare_tests.differences({"a": {"A.B"}, "c": {"C.D"}},
                                      {"a": {"A.C"}, "c": set()}, set()),
            ["only CMake has a: A.B", "only Bazel has a: A.C"])


if __name__ == "__main__":
    unittest.main()

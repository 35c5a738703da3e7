"""Whether both builds have the same tests, but for exceptions.bzl.

usage: compare_tests.py CTEST.JSON BAZEL_TESTS TESTLOGS

CTEST.JSON is `ctest --show-only=json-v1`, BAZEL_TESTS the labels that Bazel
runs, one a line, TESTLOGS where Bazel keeps results. Programs are compared
always; their single tests as far as CMake has built the program and Bazel has
run it, since only then either knows them.
"""

import json
import pathlib
import sys
import xml.etree.ElementTree

from check_lists import HERE, assignments, read

NOT_BUILT = "_NOT_BUILT"
FILTER = "--gtest_filter="


def cmake_tests(listing):
    """Program -> its tests; empty where it is not built."""
    programs = {}
    for test in listing["tests"]:
        command = test.get("command", [])
        filters = [word[len(FILTER):] for word in command
                   if word.startswith(FILTER)]
        if filters:
            program = pathlib.Path(command[0]).name
            programs.setdefault(program, set()).update(filters)
        else:
            programs.setdefault(test["name"].removesuffix(NOT_BUILT), set())
    return programs


def bazel_tests(labels, testlogs):
    """The same of Bazel; empty where there is no result."""
    programs = {}
    for label in labels:
        package, name = label.split("//")[1].split(":")
        result = (pathlib.Path(testlogs) / "external" / "rollbook" / package /
                  name / "test.xml")
        programs[name] = cases_of(result) if result.exists() else set()
    return programs


def cases_of(result):
    root = xml.etree.ElementTree.parse(result).getroot()
    return {f"{case.get('classname')}.{case.get('name')}"
            for case in root.iter("testcase")}


def differences(cmake, bazel, exceptions):
    lines = [f"only CMake runs {name}"
             for name in sorted(cmake.keys() - bazel.keys() - exceptions)]
    lines += [f"only Bazel runs {name}"
              for name in sorted(bazel.keys() - cmake.keys())]
    lines += [f"Bazel runs {name}, an exception"
              for name in sorted(bazel.keys() & exceptions)]
    for name in sorted(cmake.keys() & bazel.keys()):
        if cmake[name] and bazel[name]:
            lines += [f"only CMake has {name}: {case}"
                      for case in sorted(cmake[name] - bazel[name])]
            lines += [f"only Bazel has {name}: {case}"
                      for case in sorted(bazel[name] - cmake[name])]
    return lines


def main(ctest_json, labels, testlogs):
    cmake = cmake_tests(json.loads(read(ctest_json)))
    bazel = bazel_tests(read(labels).split(), testlogs)
    exceptions = assignments(read(HERE / "exceptions.bzl"))["EXCEPTIONS"]
    lines = differences(cmake, bazel, set(exceptions))
    if lines:
        print("\n".join(lines))
        return 1
    both = [name for name in bazel if cmake[name] and bazel[name]]
    cases = sum(len(bazel[name]) for name in both)
    print(f"{len(bazel)} test programs in both builds; in {len(both)} of them "
          f"{cases} tests compared by name; {len(exceptions)} exceptions")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

"""Whether Bazel's lists say what CMake says; needs no Bazel.

usage: check_lists.py TARGETS.BZL   (the one that CMake has just written)
"""

import ast
import difflib
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).parent
# cmake/bazel.cmake, rollbook_script_test of cmake/rollbook.cmake
OWN_TESTS = ("bazel_lists", "bazel_lists_test", "clients.Python")
UPDATE = "run `cmake --preset release`, which writes it, and commit it"


def assignments(text):
    """What a .bzl file of plain values assigns: name -> value."""
    return {
        node.targets[0].id: evaluate(node.value)
        for node in ast.parse(text).body if isinstance(node, ast.Assign)
    }


def evaluate(node):
    if isinstance(node, ast.Call):  # dict(kind = "library", ...)
        return {word.arg: evaluate(word.value) for word in node.keywords}
    if isinstance(node, ast.List):
        return [evaluate(item) for item in node.elts]
    if isinstance(node, ast.Dict):
        return {evaluate(key): evaluate(value)
                for key, value in zip(node.keys, node.values)}
    if isinstance(node, ast.BinOp):  # A text in parts.
        return evaluate(node.left) + evaluate(node.right)
    return ast.literal_eval(node)


def stale_lines(generated, committed):
    """How the two texts differ; nothing when they do not."""
    return list(difflib.unified_diff(
        committed.splitlines(), generated.splitlines(),
        "bazel-compat/targets.bzl", "what CMake says", lineterm="", n=1))


def unknown_libraries(targets, third_party):
    """Third-party names that DEPS use and third_party.BUILD lacks."""
    known = set(re.findall(r'"([^"\s]+)"', third_party))
    used = {dep for target in targets for dep in target.get("deps", [])
            if "::" in dep}
    return sorted(dep for dep in used if dep.replace("::", "_") not in known)


def exception_problems(targets, exceptions):
    tests = {t["name"]: t for t in targets if t["kind"] == "test"}
    problems = []
    for name, test in tests.items():
        needs_binaries = any("{bin}" in entry for entry in test.get("env", []))
        if needs_binaries and name not in exceptions:
            problems.append(f"{name} needs the folder of binaries, and is not "
                            "in exceptions.bzl")
    for name, reason in exceptions.items():
        if name not in tests and name not in OWN_TESTS:
            problems.append(f"exceptions.bzl: there is no test {name}")
        if not reason:
            problems.append(f"exceptions.bzl: {name} has no reason")
    return problems


def problems_of(generated, committed, third_party, exceptions):
    difference = stale_lines(generated, committed)
    if difference:
        return difference + [f"bazel-compat/targets.bzl is stale: {UPDATE}"]
    targets = assignments(committed)["TARGETS"]
    return [
        f"third_party.BUILD has nothing for {name}: add it, with what to link"
        for name in unknown_libraries(targets, third_party)
    ] + exception_problems(targets, assignments(exceptions)["EXCEPTIONS"])


def read(path):
    return pathlib.Path(path).read_text(encoding="utf-8")


def main(generated):
    problems = problems_of(
        read(generated), read(HERE / "targets.bzl"),
        read(HERE / "third_party.BUILD"), read(HERE / "exceptions.bzl"))
    print("\n".join(problems) or "Bazel's lists are CMake's")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

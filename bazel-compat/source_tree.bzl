"""The tree above this folder as a repository: its files, as links, beside
BUILD files that are written here (docs/adr/0025)."""

load(":tree.bzl", "FILES", "PACKAGES")

_BUILD = """load("@rollbook_bazel//:defs.bzl", "rollbook_package")

rollbook_package(
    package = "%s",
    root = "%s",
    edges = %s,
)
"""

def _source_tree_impl(repository):
    here = repository.path(Label("//:WORKSPACE")).dirname
    root = here.dirname
    for path in FILES:
        repository.symlink(str(root) + "/" + path, path)
    for package in PACKAGES:
        repository.file(
            (package + "/" if package else "") + "BUILD.bazel",
            _BUILD % (package, root, repository.attr.edges),
            executable = False,
        )
    repository.symlink(
        here.get_child("third_party.BUILD"),
        "third_party/BUILD.bazel",
    )

source_tree = repository_rule(
    implementation = _source_tree_impl,
    attrs = {"edges": attr.bool(doc = "With the targets of edges.bzl, too.")},
)

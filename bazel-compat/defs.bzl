"""Turns the entries of targets.bzl into Bazel's rules."""

load(":edges.bzl", "EDGES", "FORBIDDEN_INCLUDES")
load(":exceptions.bzl", "EXCEPTIONS")
load(":targets.bzl", "TARGETS")
load(
    ":tree.bzl",
    "FILES",
    "label_of",
    "package_of",
    "private_headers_near",
)
load(":visibility.bzl", "GROUPS", "MAY_USE")

_PACKAGE_OF_TARGET = {t["name"]: t["package"] for t in TARGETS}
_PROTOS = [p for t in TARGETS if t["kind"] == "proto" for p in t["srcs"]]
_PROTO_ROOT = "proto/"

def _labels(paths):
    return [label_of(path) for path in paths]

def _dep(name):
    if "::" in name:
        return "//third_party:" + name.replace("::", "_")
    return "//%s:%s" % (_PACKAGE_OF_TARGET[name], name)

def _deps(target):
    return [_dep(d) for d in target.get("deps", []) if not d.startswith("-")]

def _linkopts(target):
    return [d for d in target.get("deps", []) if d.startswith("-")]

def _visibility(header):
    """Of a library by one of its headers: the include table's grain."""
    best = ""
    for prefix in GROUPS:
        if header.startswith(prefix) and len(prefix) > len(best):
            best = prefix
    return MAY_USE[GROUPS[best]]

def _library(target):
    native.cc_library(
        name = target["name"],
        srcs = _labels(target.get("srcs", [])),
        hdrs = _labels(target["hdrs"]),
        deps = _deps(target),
        linkopts = _linkopts(target),
        visibility = _visibility(target["hdrs"][0]),
    )

def _own_sources(target):
    """With the headers that no library hands on, where the sources are."""
    paths = {path: True for path in target["srcs"]}
    for package in [target["package"]] + [package_of(p) for p in target["srcs"]]:
        for header in private_headers_near(package):
            paths[header] = True
    return _labels(paths)

def _binary(target):
    native.cc_binary(
        name = target["name"],
        srcs = _own_sources(target),
        deps = _deps(target),
        linkopts = _linkopts(target),
    )

def _timeout(seconds):
    for name, limit in [("short", 60), ("moderate", 300), ("long", 900)]:
        if seconds <= limit:
            return name
    return "eternal"

def _test(target, root):
    # "." is the tree itself: such a test reads the real one, and its result is
    # never taken from the cache.
    data = target.get("data", [])
    reads_tree = "." in data
    runfiles = "external/" + native.repository_name()[1:]
    env = {}
    for entry in target.get("env", []):
        name, _, value = entry.partition("=")
        env[name] = value.replace("{root}", root if reads_tree else runfiles)
    tags = ["external", "no-sandbox"] if reads_tree else []
    if target["name"] in EXCEPTIONS:
        tags.append("exception")
    native.cc_test(
        name = target["name"],
        srcs = _own_sources(target),
        data = _labels([path for path in data if path != "."]),
        deps = _deps(target) + ["//third_party:GTest_gmock_main"],
        linkopts = _linkopts(target),
        env = env,
        tags = tags,
        timeout = _timeout(target.get("timeout_s", 120)),
    )

def _generated(target):
    script = label_of(target["script"])
    srcs = [script]
    inputs = []
    for path in target.get("inputs", []):
        if path.startswith("/"):  # the system's
            inputs.append(path)
        else:
            srcs.append(label_of(path))
            inputs.append("$(location %s)" % label_of(path))
    native.genrule(
        name = "make_" + target["name"].split("/")[-1].replace(".", "_"),
        srcs = srcs,
        outs = [label_of(target["name"])],
        cmd = "python3 $(location %s) %s $@" % (script, " ".join(inputs)),
    )

def _proto_outputs(path, suffixes):
    stem = path[:-len(".proto")]
    return [label_of(stem + suffix) for suffix in suffixes]

def _proto(target):
    """A library of what the system's protoc makes of the files."""
    folder = "external/%s/%s" % (native.repository_name()[1:], _PROTO_ROOT)
    command = "protoc -I %s --cpp_out=$(RULEDIR) " % folder
    sources = [".pb.cc"]
    headers = [".pb.h"]
    if target.get("grpc"):
        command += ("--plugin=protoc-gen-grpc=/usr/bin/grpc_cpp_plugin " +
                    "--grpc_out=$(RULEDIR) ")
        sources.append(".grpc.pb.cc")
        headers.append(".grpc.pb.h")
    for path in target["srcs"]:
        native.genrule(
            name = "protoc_" + path.replace("/", "_"),
            srcs = _labels(_PROTOS),
            outs = _proto_outputs(path, sources + headers),
            cmd = command + "$(location %s)" % label_of(path),
        )
    deps = ["//third_party:protobuf_libprotobuf"]
    if target.get("grpc"):
        deps.append("//third_party:gRPC_grpc++")
    native.cc_library(
        name = target["name"],
        srcs = [o for p in target["srcs"] for o in _proto_outputs(p, sources)],
        hdrs = [o for p in target["srcs"] for o in _proto_outputs(p, headers)],
        # As a system folder: our warnings are for what we write.
        includes = ["."],
        copts = ["-w"],
        deps = deps + _deps(target),
        visibility = _visibility(target["srcs"][0][len(_PROTO_ROOT):]),
    )

def _edges(package):
    for name, (user, dep) in EDGES.items():
        if user == package:
            native.cc_library(name = name, deps = [dep])
    for name, (user, header) in FORBIDDEN_INCLUDES.items():
        if user == package:
            native.genrule(
                name = name + "_source",
                outs = [name + ".cc"],
                cmd = "echo '#include \"%s\"' > $@" % header,
            )
            native.cc_library(name = name, srcs = [name + ".cc"])

def _export_files(package):
    """Sources to their own room and to tests/, everything else to all."""
    files = [path for path in FILES if package_of(path) == package]
    names = [label_of(path).split(":")[1] for path in files]
    code = [n for n in names if n.endswith(".h") or n.endswith(".cc")]
    room = package.split("/")[0]
    native.exports_files(
        code,
        ["//%s:__subpackages__" % room, "//tests:__subpackages__"],
    )
    native.exports_files(
        [name for name in names if name not in code],
        ["//visibility:public"],
    )

def rollbook_package(package, root, edges = False):
    """All targets of one CMakeLists.txt.

    Args:
      package: its folder, from the root of the tree.
      root: where the tree is, as an absolute path.
      edges: whether to declare the targets of edges.bzl, too.
    """
    _export_files(package)
    for target in TARGETS:
        if target["package"] != package:
            continue
        kind = target["kind"]
        if kind == "library":
            _library(target)
        elif kind == "binary":
            _binary(target)
        elif kind == "test":
            _test(target, root)
        elif kind == "proto":
            _proto(target)
        elif kind == "generated":
            _generated(target)
        else:
            fail("no rule for " + kind)
    if edges:
        _edges(package)

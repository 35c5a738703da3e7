"""What targets.bzl says, by package. One CMakeLists.txt is one package."""

load(":targets.bzl", "PRIVATE_HEADERS", "TARGETS")

def _packages():
    packages = {"": True}
    for target in TARGETS:
        parts = target["package"].split("/")
        for count in range(1, len(parts) + 1):
            packages["/".join(parts[:count])] = True
    return sorted(packages)

PACKAGES = _packages()

def package_of(path):
    """The package whose folder is the closest one above the file."""
    parts = path.split("/")
    for count in range(len(parts) - 1, 0, -1):
        package = "/".join(parts[:count])
        if package in PACKAGES:
            return package
    return ""

def label_of(path):
    package = package_of(path)
    name = path[len(package) + 1:] if package else path
    return "//%s:%s" % (package, name)

def _files():
    files = {header: True for header in PRIVATE_HEADERS}
    generated = [t["name"] for t in TARGETS if t["kind"] == "generated"]
    for target in TARGETS:
        for key in ["srcs", "hdrs", "data"]:
            for path in target.get(key, []):
                files[path] = path not in generated and path != "."
        for path in target.get("inputs", []):
            if not path.startswith("/"):
                files[path] = True
        if "script" in target:
            files[target["script"]] = True
    return [path for path, is_source in files.items() if is_source]

# Every file of the source tree that some target reads.
FILES = _files()

def private_headers_near(package):
    """Headers of the package itself, and of those above and below it."""
    near = []
    for header in PRIVATE_HEADERS:
        other = package_of(header)
        if (other + "/").startswith(package + "/") or (
            package + "/"
        ).startswith(other + "/"):
            near.append(header)
    return near

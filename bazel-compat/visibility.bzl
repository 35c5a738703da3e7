# Who may use what: tests/architecture/include_table.cc, by package.
# Not edited; README.md says how it is written.

# Headers below a path -> their name in MAY_USE; of several that fit, the
# longest path counts.
GROUPS = {
    "CLI/": "CLI11",
    "absl/": "absl",
    "absl/status/": "absl status",
    "absl/strings/": "absl strings",
    "absl/time/": "absl time",
    "base/": "base",
    "benchmark/": "benchmark",
    "boost/": "boost",
    "cli/": "cli",
    "domain/": "domain",
    "eventstore/": "eventstore",
    "eventstore/rocksdb/": "rocksdb store",
    "gateway/": "gateway",
    "gmock/": "gtest",
    "google/protobuf/": "proto",
    "google/rpc/": "proto",
    "grpc/": "grpc",
    "grpcpp/": "grpc",
    "gtest/": "gtest",
    "nlohmann/": "nlohmann",
    "openssl/": "openssl",
    "phonenumbers/": "libphonenumber",
    "prometheus/": "prometheus",
    "rocksdb/": "rocksdb",
    "rollbook/": "proto",
    "rollbook/storage/": "storage proto",
    "services/": "services",
    "simdjson": "simdjson",
    "spdlog/": "spdlog",
    "tests/": "tests",
    "unicode/": "icu",
}

MAY_USE = {
    "CLI11": [
        "//cli:__subpackages__",
        "//gateway:__pkg__",
        "//services/rollbookd:__subpackages__",
        "//tests:__subpackages__",
    ],
    "absl": [
        "//base:__subpackages__",
        "//cli:__subpackages__",
        "//eventstore:__subpackages__",
        "//gateway:__subpackages__",
        "//services:__subpackages__",
        "//tests:__subpackages__",
    ],
    "absl status": [
        "//base:__subpackages__",
        "//cli:__subpackages__",
        "//domain:__subpackages__",
        "//eventstore:__subpackages__",
        "//gateway:__subpackages__",
        "//services:__subpackages__",
        "//tests:__subpackages__",
    ],
    "absl strings": [
        "//base:__subpackages__",
        "//cli:__subpackages__",
        "//domain:__subpackages__",
        "//eventstore:__subpackages__",
        "//gateway:__subpackages__",
        "//services:__subpackages__",
        "//tests:__subpackages__",
    ],
    "absl time": [
        "//base:__subpackages__",
        "//cli:__subpackages__",
        "//domain:__subpackages__",
        "//eventstore:__subpackages__",
        "//gateway:__subpackages__",
        "//services:__subpackages__",
        "//tests:__subpackages__",
    ],
    "base": [
        "//base:__subpackages__",
        "//cli:__subpackages__",
        "//domain:__subpackages__",
        "//eventstore:__subpackages__",
        "//gateway:__subpackages__",
        "//services:__subpackages__",
        "//tests:__subpackages__",
    ],
    "benchmark": [
        "//tests:__subpackages__",
    ],
    "boost": [
        "//gateway/http:__subpackages__",
        "//tests:__subpackages__",
    ],
    "cli": [
        "//cli:__subpackages__",
        "//tests:__subpackages__",
    ],
    "domain": [
        "//domain:__subpackages__",
        "//services:__subpackages__",
        "//tests:__subpackages__",
    ],
    "eventstore": [
        "//eventstore:__subpackages__",
        "//services:__subpackages__",
        "//tests:__subpackages__",
    ],
    "gateway": [
        "//gateway:__subpackages__",
        "//services/rollbookd:__subpackages__",
        "//tests:__subpackages__",
    ],
    "grpc": [
        "//cli:__subpackages__",
        "//gateway:__pkg__",
        "//services/rollbookd:__subpackages__",
        "//services/rpc:__subpackages__",
        "//tests:__subpackages__",
    ],
    "gtest": [
        "//base:__subpackages__",
        "//cli:__subpackages__",
        "//domain:__subpackages__",
        "//eventstore:__subpackages__",
        "//gateway:__subpackages__",
        "//services:__subpackages__",
        "//tests:__subpackages__",
    ],
    "icu": [
        "//domain:__subpackages__",
    ],
    "libphonenumber": [
        "//domain:__subpackages__",
    ],
    "nlohmann": [
        "//cli:__subpackages__",
        "//gateway:__subpackages__",
        "//tests:__subpackages__",
    ],
    "openssl": [
        "//base:__subpackages__",
        "//gateway/http:__subpackages__",
        "//tests:__subpackages__",
    ],
    "prometheus": [
        "//gateway:__pkg__",
        "//services/rollbookd:__subpackages__",
        "//services/rpc:__subpackages__",
        "//tests:__subpackages__",
    ],
    "proto": [
        "//cli:__subpackages__",
        "//gateway:__subpackages__",
        "//services:__subpackages__",
        "//tests:__subpackages__",
    ],
    "rocksdb": [
        "//eventstore:__subpackages__",
        "//tests:__subpackages__",
    ],
    "rocksdb store": [
        "//eventstore:__subpackages__",
        "//services/rollbookd:__subpackages__",
        "//tests:__subpackages__",
    ],
    "services": [
        "//services:__subpackages__",
        "//tests:__subpackages__",
    ],
    "simdjson": [
        "//gateway:__pkg__",
        "//tests:__subpackages__",
    ],
    "spdlog": [
        "//base:__subpackages__",
    ],
    "storage proto": [
        "//eventstore:__subpackages__",
        "//services:__subpackages__",
        "//tests:__subpackages__",
    ],
    "tests": [
        "//tests:__subpackages__",
    ],
}

#include "tests/architecture/include_table.h"

namespace rollbook::architecture {
namespace {

// clang-format off
const std::vector<HeaderGroup> kHeaderGroups = {
    // Rooms.
    {"base",             "base/"},
    {"proof",            "proof/"},
    {"domain",           "domain/"},
    {"eventstore",       "eventstore/"},
    {"rocksdb store",    "eventstore/rocksdb/"},
    {"services",         "services/"},
    {"keys",             "services/keys/"},
    {"partners",         "services/partners/"},
    {"users",            "services/users/"},
    {"audit",            "services/audit/"},
    {"projections",      "services/projections/"},
    {"gateway",          "gateway/"},
    {"cli",              "cli/"},
    {"tests",            "tests/"},
    {"proto",            "rollbook/"},
    {"proto",            "google/protobuf/"},
    {"proto",            "google/rpc/"},
    {"storage proto",    "rollbook/storage/"},
    // Third-party libraries.
    {"absl",             "absl/"},
    {"absl status",      "absl/status/"},
    {"absl strings",     "absl/strings/"},
    {"absl time",        "absl/time/"},
    {"benchmark",        "benchmark/"},
    {"boost",            "boost/"},
    {"cjose",            "cjose/"},
    {"CLI11",            "CLI/"},
    {"grpc",             "grpcpp/"},
    {"grpc",             "grpc/"},
    {"gtest",            "gtest/"},
    {"gtest",            "gmock/"},
    {"icu",              "unicode/"},
    {"libphonenumber",   "phonenumbers/"},
    {"nlohmann",         "nlohmann/"},
    {"openssl",          "openssl/"},
    {"prometheus",       "prometheus/"},
    {"rocksdb",          "rocksdb/"},
    {"simdjson",         "simdjson"},
    {"spdlog",           "spdlog/"},
};

const std::vector<IncludeRow> kIncludeTable = {
    // Leaf helpers without business words.
    {"base/*",           {"base", "absl", "absl status", "absl strings",
                          "absl time"}},
    {"base/crypto/*",    {"openssl"}},
    {"base/log.cc",      {"spdlog"}},

    // Proofs over a log's bytes: pure, for those who make and who check them.
    {"proof/*",          {"proof", "base", "absl", "absl status",
                          "absl strings", "absl time"}},

    // Pure decisions; heavy libraries stay behind value types.
    {"domain/*",         {"domain", "base", "absl status", "absl strings",
                          "absl time"}},
    {"domain/*.cc",      {"icu", "libphonenumber"}},

    // Streams of opaque events; knows no user.
    {"eventstore/*",     {"eventstore", "proof", "base", "storage proto", "absl",
                          "absl status", "absl strings", "absl time"}},
    {"eventstore/rocksdb/*", {"rocksdb store", "rocksdb"}},

    // Use cases; gRPC in the adapters only, and the one place that puts the
    // service and the gateway together.
    {"services/*",       {"services", "domain", "eventstore", "proof", "base",
                          "proto", "storage proto", "absl", "absl status",
                          "absl strings", "absl time"}},
    // Among themselves: data keys, then partners, then users, then what reads
    // users' events.
    {"services/keys/*",  {"keys"}},
    {"services/partners/*", {"partners", "keys"}},
    {"services/users/*", {"users", "partners", "keys"}},
    {"services/audit/*", {"audit", "users", "partners", "keys"}},
    {"services/projections/*", {"projections", "users", "keys"}},
    {"services/rpc/*",   {"projections", "audit", "users", "partners", "keys",
                          "grpc", "prometheus"}},
    {"services/rollbookd/*", {"projections", "audit", "users", "partners",
                              "keys", "gateway", "rocksdb store", "grpc",
                              "CLI11", "prometheus"}},

    // Partners' border; a client of the public messages, never of services/.
    {"gateway/*",        {"gateway", "base", "proto", "absl", "absl status",
                          "absl strings", "absl time"}},
    {"gateway/auth/jwt/*", {"cjose", "nlohmann"}},
    {"gateway/auth/jwt/testing/*", {"openssl"}},
    {"gateway/http/*",   {"boost", "openssl"}},
    {"gateway/json/*",   {"simdjson"}},
    {"gateway/contracts/*", {"nlohmann"}},
    {"gateway/metrics/*", {"prometheus"}},
    {"gateway/grpc_user_backend.cc", {"grpc"}},
    {"gateway/grpc_user_backend_test.cc", {"grpc"}},
    {"gateway/rollbook_gateway_main.cc", {"CLI11"}},

    // The operator's and auditor's tool.
    {"cli/*",            {"cli", "proof", "base", "proto", "storage proto", "absl", "absl status",
                          "absl strings", "absl time", "grpc", "CLI11",
                          "nlohmann"}},

    // Unit tests and what they share stay in their room.
    {"*_test.cc",        {"gtest"}},
    {"*test_*",          {"gtest"}},
    {"*/conformance*",   {"gtest"}},
    {"*/testing/*",      {"gtest", "nlohmann"}},
    {"services/*test_*", {"projections", "audit", "users", "partners", "keys"}},
    {"services/*_test.cc", {"projections", "audit", "users", "partners",
                            "keys"}},
    {"eventstore/*test*", {"rocksdb store", "rocksdb"}},
    {"eventstore/conformance*", {"rocksdb store"}},

    // What spans rooms.
    {"tests/*",          {"tests", "base", "proof", "domain", "eventstore",
                          "rocksdb store", "services", "projections", "audit",
                          "users", "partners", "keys", "gateway", "cli",
                          "proto", "storage proto", "absl", "absl status",
                          "absl strings", "absl time", "benchmark", "boost",
                          "CLI11", "grpc", "gtest", "nlohmann", "openssl",
                          "prometheus", "rocksdb", "simdjson"}},
};

const std::vector<ForbiddenRow> kForbiddenTable = {
    {"domain/*", "*_test.cc",
     {"absl/time/clock.h", "chrono", "ctime", "random", "thread", "atomic",
      "future", "iostream", "fstream", "filesystem", "unistd.h"},
     "the domain has no clock, randomness, threads or I/O"},
    {"*", "base/mutex.h",
     {"mutex", "shared_mutex"},
     "base/mutex.h is the annotated mutex that TSan understands"},
    // main.cc switches off a debugging aid of the mutexes inside gRPC.
    {"*", "services/rollbookd/main.cc",
     {"absl/synchronization/mutex.h"},
     "base/mutex.h is the annotated mutex that TSan understands"},
    {"*", "",
     {"absl/log/log.h", "glog/logging.h"},
     "base/log.h writes the log"},
};
// clang-format on

}  // namespace

std::span<const HeaderGroup> HeaderGroups() { return kHeaderGroups; }
std::span<const IncludeRow> IncludeTable() { return kIncludeTable; }
std::span<const ForbiddenRow> ForbiddenTable() { return kForbiddenTable; }

}  // namespace rollbook::architecture

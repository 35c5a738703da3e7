#include "tests/bench/floor_process.h"

#include <cstdlib>
#include <string>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "base/testing/temp_dir.h"
#include "tests/support/service.h"

namespace rollbook::bench {

absl::StatusOr<FloorProcess> FloorProcess::Start() {
  auto directory = std::make_unique<base::TempDir>();
  const std::string out = directory->path() + "/ports";
  auto process = tests::Process::Start({.program = "/proc/self/exe",
                                        .arguments = {"--serve_floor"},
                                        .stdout_file = out});
  if (!process.ok()) return process.status();
  FloorProcess floor(std::move(directory), *std::move(process));
  const absl::Time deadline = absl::Now() + tests::kPatience;
  std::string ports;
  while (ports.find('}') == std::string::npos) {
    if (!floor.process_.Running() || absl::Now() > deadline) {
      return absl::InternalError("the floor server did not start");
    }
    absl::SleepFor(absl::Milliseconds(10));
    ports = tests::ReadFile(out);
  }
  const auto port = [&ports](const char* name) {
    return static_cast<uint16_t>(
        std::atoi(tests::LogMember(ports, name).c_str()));
  };
  floor.grpc_port_ = port("grpc_port");
  floor.http_port_ = port("http_port");
  return floor;
}

}  // namespace rollbook::bench

#ifndef ROLLBOOK_TESTS_BENCH_FLOOR_PROCESS_H_
#define ROLLBOOK_TESTS_BENCH_FLOOR_PROCESS_H_

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <utility>

#include "absl/status/statusor.h"
#include "base/testing/temp_dir.h"
#include "tests/support/files.h"
#include "tests/support/process.h"

namespace rollbook::bench {

// The floor server (floor_server.h) as a child of this program.
class FloorProcess {
 public:
  static absl::StatusOr<FloorProcess> Start();

  pid_t pid() const { return process_.pid(); }
  uint16_t grpc_port() const { return grpc_port_; }
  uint16_t http_port() const { return http_port_; }

 private:
  FloorProcess(std::unique_ptr<base::TempDir> directory, tests::Process process)
      : directory_(std::move(directory)), process_(std::move(process)) {}

  std::unique_ptr<base::TempDir> directory_;
  tests::Process process_;
  uint16_t grpc_port_ = 0;
  uint16_t http_port_ = 0;
};

}  // namespace rollbook::bench

#endif  // ROLLBOOK_TESTS_BENCH_FLOOR_PROCESS_H_

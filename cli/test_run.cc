#include "cli/test_run.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "base/fake_clock.h"
#include "base/testing/temp_dir.h"
#include "cli/app.h"

namespace rollbook::cli {

TestRun RunTool(const std::vector<std::string>& arguments,
                const std::string& input) {
  std::istringstream in(input);
  std::ostringstream out;
  std::ostringstream err;
  const base::FakeClock clock(absl::FromUnixSeconds(1'773'403'200));
  const ExitCode code =
      Run(arguments, {.in = in, .out = out, .err = err}, clock);
  return {code, out.str(), err.str()};
}

std::string UnusedPath(const std::string& name) {
  return base::NewTempPath(name);
}

std::string TestFile(const std::string& name, const std::string& content) {
  std::string path = UnusedPath(name);
  std::ofstream(path, std::ios::binary) << content;
  return path;
}

}  // namespace rollbook::cli

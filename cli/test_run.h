#ifndef ROLLBOOK_CLI_TEST_RUN_H_
#define ROLLBOOK_CLI_TEST_RUN_H_

#include <string>
#include <vector>

#include "cli/session.h"

namespace rollbook::cli {

// What one run of the tool left behind.
struct TestRun {
  ExitCode code;
  std::string out;
  std::string err;
};

// Runs the tool in this process, at 2026-03-13T12:00:00Z, with `input` as
// standard input.
TestRun RunTool(const std::vector<std::string>& arguments,
                const std::string& input = "");

// A path for this test alone; nothing is there.
std::string UnusedPath(const std::string& name);

// Writes a file at UnusedPath(name) and returns its path.
std::string TestFile(const std::string& name, const std::string& content);

}  // namespace rollbook::cli

#endif  // ROLLBOOK_CLI_TEST_RUN_H_

#include <unistd.h>

#include <iostream>
#include <string>
#include <vector>

#include "base/clock.h"
#include "cli/app.h"

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  const rollbook::cli::Streams streams{
      .in = std::cin,
      .out = std::cout,
      .err = std::cerr,
      .err_is_terminal = isatty(STDERR_FILENO) == 1};
  const auto code =
      rollbook::cli::Run(arguments, streams, rollbook::base::SystemClock());
  std::cout.flush();
  return static_cast<int>(code);
}

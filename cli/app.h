#ifndef ROLLBOOK_CLI_APP_H_
#define ROLLBOOK_CLI_APP_H_

#include <string>
#include <vector>

#include "base/clock.h"
#include "cli/session.h"

namespace rollbook::cli {

// The whole tool: parses `arguments` (without the program's name), runs the
// command, writes its answer or its error, and says how to end.
ExitCode Run(const std::vector<std::string>& arguments, Streams streams,
             const base::Clock& clock);

}  // namespace rollbook::cli

#endif  // ROLLBOOK_CLI_APP_H_

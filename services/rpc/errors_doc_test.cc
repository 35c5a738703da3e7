#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "base/reason.h"

namespace rollbook::services {
namespace {

// The table rows of docs/errors.md without their last column, which is prose.
std::vector<std::string> DocumentedRows() {
  std::vector<std::string> rows;
  std::ifstream in(std::getenv("ROLLBOOK_ERRORS_DOC"));
  for (std::string line; std::getline(in, line);) {
    if (!line.starts_with("| `")) continue;
    line.resize(line.rfind('|'));
    rows.push_back(line.substr(0, line.rfind('|') + 1));
  }
  return rows;
}

TEST(ErrorsDocument, ListsEveryReasonAsTheCodeHasIt) {
  ASSERT_NE(std::getenv("ROLLBOOK_ERRORS_DOC"), nullptr);
  std::vector<std::string> expected;
  for (const base::ReasonInfo& info : base::AllReasons()) {
    expected.push_back("| `" + std::string(info.name) + "` | `" +
                       absl::StatusCodeToString(info.code) + "` | " +
                       std::string(info.text) + " | " +
                       (info.retryable ? "yes" : "no") + " |");
  }
  EXPECT_EQ(DocumentedRows(), expected);
}

}  // namespace
}  // namespace rollbook::services

#ifndef ROLLBOOK_TESTS_SUPPORT_FILES_H_
#define ROLLBOOK_TESTS_SUPPORT_FILES_H_

#include <string>

namespace rollbook::tests {

// The whole content; empty when there is no such file.
std::string ReadFile(const std::string& path);

// Ends the process when the file cannot be written.
void WriteFile(const std::string& path, const std::string& content);

}  // namespace rollbook::tests

#endif  // ROLLBOOK_TESTS_SUPPORT_FILES_H_

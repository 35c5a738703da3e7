#ifndef ROLLBOOK_BASE_VERSION_H_
#define ROLLBOOK_BASE_VERSION_H_

namespace rollbook::base {

// As in the top CMakeLists.txt.
inline constexpr char kVersion[] = "0.1.0";

}  // namespace rollbook::base

#endif  // ROLLBOOK_BASE_VERSION_H_

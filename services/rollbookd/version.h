#ifndef ROLLBOOK_SERVICES_ROLLBOOKD_VERSION_H_
#define ROLLBOOK_SERVICES_ROLLBOOKD_VERSION_H_

#include <string_view>

namespace rollbook::services {

// As in the top CMakeLists.txt.
inline constexpr std::string_view kVersion = "0.1.0";

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_ROLLBOOKD_VERSION_H_

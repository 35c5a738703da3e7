#ifndef ROLLBOOK_BASE_OPEN_FILES_H_
#define ROLLBOOK_BASE_OPEN_FILES_H_

namespace rollbook::base {

// Lets this process have as many files and sockets open as the system permits.
// What it starts with is often 1,024, less than the connections a server
// takes. For the start of a daemon.
void AllowAllOpenFiles();

}  // namespace rollbook::base

#endif  // ROLLBOOK_BASE_OPEN_FILES_H_

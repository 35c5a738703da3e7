#include "base/open_files.h"

#include <sys/resource.h>

namespace rollbook::base {

void AllowAllOpenFiles() {
  rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace rollbook::base

#ifndef ROLLBOOK_SERVICES_RPC_ON_WORKER_H_
#define ROLLBOOK_SERVICES_RPC_ON_WORKER_H_

#include <memory>
#include <utility>

#include "base/error.h"
#include "base/worker_pool.h"
#include "services/caller.h"

namespace rollbook::services {

// The use case that blocks: `answer` maps a caller and a request to a StatusOr
// and runs on a worker. A full pool is OVERLOADED.
template <typename Answer>
auto OnWorker(base::WorkerPool& workers, Answer answer) {
  return [&workers, answer](const Caller& caller, auto&& request, auto reply) {
    // The pool drops what it refuses, and the caller must hear of it.
    auto shared = std::make_shared<decltype(reply)>(std::move(reply));
    const bool submitted = workers.TrySubmit(
        [shared, answer, caller, wanted = std::move(request)] {
          (*shared)(answer(caller, wanted));
        });
    if (!submitted) (*shared)(base::Error(base::Reason::kOverloaded));
  };
}

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_RPC_ON_WORKER_H_

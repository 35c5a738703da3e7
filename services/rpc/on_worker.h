#ifndef ROLLBOOK_SERVICES_RPC_ON_WORKER_H_
#define ROLLBOOK_SERVICES_RPC_ON_WORKER_H_

#include <utility>

#include "base/worker_pool.h"
#include "services/caller.h"
#include "services/reply_on_worker.h"

namespace rollbook::services {

// The use case that blocks: `answer` maps a caller and a request to a StatusOr
// and runs on a worker. A full pool is OVERLOADED.
template <typename Answer>
auto OnWorker(base::WorkerPool& workers, Answer answer) {
  return [&workers, answer](const Caller& caller, auto&& request, auto reply) {
    ReplyOnWorker(
        workers, std::move(reply),
        [answer, caller, wanted = std::forward<decltype(request)>(request)](
            auto done) { done(answer(caller, wanted)); });
  };
}

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_RPC_ON_WORKER_H_

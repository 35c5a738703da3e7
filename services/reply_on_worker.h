#ifndef ROLLBOOK_SERVICES_REPLY_ON_WORKER_H_
#define ROLLBOOK_SERVICES_REPLY_ON_WORKER_H_

#include <memory>
#include <utility>

#include "base/error.h"
#include "base/worker_pool.h"

namespace rollbook::services {

// Runs `work` with the reply on a worker, or replies OVERLOADED when the pool
// is full.
template <typename Reply, typename Work>
void ReplyOnWorker(base::WorkerPool& workers, Reply reply, Work work) {
  // The pool drops what it refuses, and the caller must hear of it.
  auto shared = std::make_shared<Reply>(std::move(reply));
  const bool submitted = workers.TrySubmit(
      [shared, work = std::move(work)]() mutable { work(std::move(*shared)); });
  if (!submitted) (*shared)(base::Error(base::Reason::kOverloaded));
}

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_REPLY_ON_WORKER_H_

#ifndef ROLLBOOK_SERVICES_ROLLBOOKD_TREE_PAGES_H_
#define ROLLBOOK_SERVICES_ROLLBOOKD_TREE_PAGES_H_

#include "base/worker_pool.h"
#include "eventstore/log_tree.h"
#include "gateway/admin_handler.h"
#include "services/audit/log_checkpoints.h"

namespace rollbook::services {

// Serves the log's tree on the admin listener at the paths of C2SP tlog-tiles:
// /checkpoint and /tile/<L>/<N>[.p/<W>], so that existing tools can follow it.
// There are no entries: records are for auditors. All must outlive `admin`.
void AddTreePages(const LogCheckpoints* checkpoints,
                  const eventstore::LogTree* tree, base::WorkerPool* workers,
                  gateway::AdminHandler& admin);

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_ROLLBOOKD_TREE_PAGES_H_

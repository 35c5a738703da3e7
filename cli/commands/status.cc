#include <iomanip>
#include <nlohmann/json.hpp>
#include <ostream>

#include "base/status_macros.h"
#include "cli/client.h"
#include "cli/command.h"
#include "cli/commands/commands.h"
#include "cli/message_json.h"
#include "cli/text.h"
#include "cli/times.h"

namespace rollbook::cli {
namespace {

struct StatusFlags {};

constexpr double kBytesPerGib = 1024.0 * 1024.0 * 1024.0;

using Rotation = admin::v1::GetStatusResponse::MasterKeyRotation;

Json RotationJson(const Rotation& rotation) {
  Json json = {{"done", rotation.done()},
               {"keys", rotation.total()},
               {"seen", rotation.seen()},
               {"rewrapped", rotation.rewrapped()}};
  if (rotation.done()) json["doneTime"] = Rfc3339(rotation.done_time());
  if (!rotation.error().empty()) json["error"] = rotation.error();
  return json;
}

void WriteRotation(const Rotation& rotation, std::ostream& out) {
  const std::string rewrapped = std::to_string(rotation.rewrapped());
  std::string text;
  if (rotation.done()) {
    text = "done at " + Rfc3339(rotation.done_time()) + ", " + rewrapped +
           " keys wrapped anew; the old master key is not needed any more";
  } else if (rotation.total() == 0) {
    text = "counting keys";
  } else {
    text = std::to_string(rotation.seen()) + " of " +
           std::to_string(rotation.total()) + " keys, " + rewrapped +
           " wrapped anew";
  }
  if (!rotation.error().empty()) {
    text += "; STOPPED: " + Printable(rotation.error());
  }
  WriteLine(out, "master key", text);
}

Json StatusJson(const admin::v1::GetStatusResponse& status) {
  Json json = {{"version", status.version()},
               {"startTime", Rfc3339(status.start_time())},
               {"lineage", status.lineage()},
               {"head", PositionJson(status.head())}};
  if (status.has_head_time()) {
    json["headTime"] = Rfc3339(status.head_time());
  }
  json["partners"] = status.partners();
  json["acceptingWrites"] = status.accepting_writes();
  if (!status.write_stop_reason().empty()) {
    json["writeStopReason"] = status.write_stop_reason();
  }
  json["freeDiskBytes"] = status.free_disk_bytes();
  json["queueDepth"] = status.queue_depth();
  json["projections"] = Json::array();
  for (const auto& projection : status.projections()) {
    json["projections"].push_back(
        {{"name", projection.name()},
         {"schemaVersion", projection.schema_version()},
         {"position", PositionJson(projection.position())},
         {"degraded", projection.degraded()}});
  }
  if (status.has_master_key_rotation()) {
    json["masterKeyRotation"] = RotationJson(status.master_key_rotation());
  }
  return json;
}

void WriteProjection(const admin::v1::GetStatusResponse& status,
                     const admin::v1::GetStatusResponse::Projection& projection,
                     std::ostream& out) {
  const uint64_t head = status.head().number();
  const uint64_t at = projection.position().number();
  WriteLine(out, "projection",
            projection.name() + " v" +
                std::to_string(projection.schema_version()) + " at " +
                std::to_string(at) +
                (at < head ? ", " + std::to_string(head - at) + " behind"
                           : ", up to date") +
                (projection.degraded() ? ", DEGRADED" : ""));
}

void WriteStatus(const admin::v1::GetStatusResponse& status,
                 const std::string& address, std::ostream& out) {
  WriteLine(out, "service", "rollbookd " + status.version() + " at " + address);
  WriteLine(out, "started", Rfc3339(status.start_time()));
  WriteLine(out, "lineage", status.lineage());
  WriteLine(out, "log head",
            std::to_string(status.head().number()) +
                (status.has_head_time() ? " at " + Rfc3339(status.head_time())
                                        : std::string()));
  WriteLine(out, "partners", std::to_string(status.partners()));
  WriteLine(out, "writes",
            status.accepting_writes()
                ? "accepted"
                : "STOPPED: " + status.write_stop_reason());
  std::ostringstream disk;
  disk << std::fixed << std::setprecision(1)
       << static_cast<double>(status.free_disk_bytes()) / kBytesPerGib
       << " GiB";
  WriteLine(out, "free disk", disk.str());
  WriteLine(out, "commit queue", std::to_string(status.queue_depth()));
  for (const auto& projection : status.projections()) {
    WriteProjection(status, projection, out);
  }
  if (status.has_master_key_rotation()) {
    WriteRotation(status.master_key_rotation(), out);
  }
}

Outcome Status(const StatusFlags&, Session& session) {
  ASSIGN_OR_RETURN(Client* const client, session.Connect());
  ASSIGN_OR_RETURN(const auto status,
                   client->Call(client->admin(), &AdminStub::GetStatus,
                                admin::v1::GetStatusRequest()));
  session.output().Print(StatusJson(status), [&](std::ostream& out) {
    WriteStatus(status, AddressOf(session.flags()), out);
  });
  return ExitCode::kOk;
}

}  // namespace

void AddStatusCommand(CLI::App& root, Session& session) {
  CLI::App& command =
      AddCommand(root, "status", "What the service is and how it does",
                 "  rollbook status\n"
                 "  rollbook status --server 127.0.0.1:7443 --output json");
  OnSelected<StatusFlags>(command, session, std::make_shared<StatusFlags>(),
                          Status);
}

}  // namespace rollbook::cli

#include <nlohmann/json.hpp>
#include <ostream>
#include <string>

#include "base/status_macros.h"
#include "cli/client.h"
#include "cli/command.h"
#include "cli/commands/commands.h"
#include "cli/text.h"

namespace rollbook::cli {
namespace {

using DailyCount = audit::v1::ListDailyCountsResponse::DailyCount;

constexpr int kCountsPerPage = 1000;

struct DailyFlags {
  std::string partner;
  std::string from;
  std::string to;
};

Json CountJson(const DailyCount& count) {
  return {{"partnerId", count.partner_id()},
          {"date", count.date()},
          {"type", count.type()},
          {"count", count.count()}};
}

void WriteCount(const DailyCount& count, std::ostream& out) {
  out << count.date() << "  " << Padded(Printable(count.partner_id()), 20)
      << "  " << Padded(Printable(count.type()), 24) << "  " << count.count()
      << '\n';
}

Outcome Daily(const DailyFlags& flags, Session& session) {
  ASSIGN_OR_RETURN(Client* const client, session.Connect());
  audit::v1::ListDailyCountsRequest request;
  request.set_partner_id(flags.partner);
  request.set_from_date(flags.from);
  request.set_to_date(flags.to);
  request.set_page_size(kCountsPerPage);
  Output& output = session.output();
  bool degraded = false;
  output.BeginList();
  do {
    ASSIGN_OR_RETURN(
        const auto page,
        client->Call(client->audit(), &AuditStub::ListDailyCounts, request));
    degraded = degraded || page.degraded();
    for (const DailyCount& count : page.counts()) {
      output.Item(CountJson(count),
                  [&](std::ostream& out) { WriteCount(count, out); });
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  output.EndList();
  if (degraded) WarnOfDegraded(session);
  return ExitCode::kOk;
}

}  // namespace

void AddStatsCommands(CLI::App& root, Session& session) {
  CLI::App& group = AddGroup(root, "stats", "How much happens",
                             "  rollbook stats daily --partner acme");
  auto flags = std::make_shared<DailyFlags>();
  CLI::App& daily =
      AddCommand(group, "daily", "Events per partner, day (UTC) and type",
                 "  rollbook stats daily --partner acme --from 2026-11-01\n"
                 "  rollbook stats daily --to 2026-11-30 --output json");
  daily.add_option("--partner", flags->partner, "Default: all");
  daily.add_option("--from", flags->from, "First day, like 2026-11-01");
  daily.add_option("--to", flags->to, "Last day");
  OnSelected<DailyFlags>(daily, session, flags, Daily);
}

}  // namespace rollbook::cli

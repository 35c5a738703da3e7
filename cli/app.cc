#include "cli/app.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

#include "base/version.h"
#include "cli/command.h"
#include "cli/commands/commands.h"
#include "cli/failure.h"

namespace rollbook::cli {
namespace {

constexpr char kDescription[] =
    "rollbook: operate and audit a Rollbook register of users.";

constexpr char kFooter[] =
    "Flags may stand before or after the command.\n"
    "\n"
    "Examples:\n"
    "  rollbook status\n"
    "  rollbook partner create --id acme --contract boca-raton\n"
    "  rollbook user import users.jsonl --partner acme --rejects bad.jsonl\n"
    "  rollbook user history USER_ID --partner acme --output json\n"
    "\n"
    "Exit codes:\n"
    "  0  done\n"
    "  1  refused by the service, or failed\n"
    "  2  the command line makes no sense, or a verification cannot tell\n"
    "  3  an import went through, but some lines were refused";

constexpr size_t kHelpColumn = 34;

void AddGlobalFlags(CLI::App& app, Session& session) {
  GlobalFlags& flags = session.flags();
  const std::string group = "Global flags";
  app.add_option("--server", flags.server,
                 "Where rollbookd is: host:port or unix:PATH. Default: the "
                 "socket rollbook.sock in --data_dir")
      ->group(group);
  app.add_option("--data_dir", flags.data_dir,
                 "The data directory of rollbookd on this machine")
      ->envname("ROLLBOOK_DATA_DIR")
      ->capture_default_str()
      ->group(group);
  app.add_option("--tls_ca", flags.tls_ca,
                 "Certificates that the service's must be signed by (PEM)")
      ->group(group);
  app.add_option("--tls_cert", flags.tls_cert, "Own certificate chain (PEM)")
      ->group(group);
  app.add_option("--tls_key", flags.tls_key, "Its private key (PEM)")
      ->group(group);
  app.add_flag("--insecure", flags.insecure,
               "Talk to another machine without TLS")
      ->group(group);
  app.add_option_function<std::string>(
         "--output",
         [&session](const std::string& form) {
           session.output().set_json(form == "json");
         },
         "text (for people) or json (for programs)")
      ->check(CLI::IsMember({"text", "json"}))
      ->group(group);
  AddDuration(app, "--timeout", flags.timeout,
              "How long one call may take. Default: 30s")
      ->group(group);
}

// --output decides the form of usage errors as well, and those come before it
// is parsed.
bool AsksForJson(const std::vector<std::string>& arguments) {
  const auto flag = std::find(arguments.begin(), arguments.end(), "--output");
  const bool separate = flag != arguments.end() &&
                        flag + 1 != arguments.end() && *(flag + 1) == "json";
  return separate || std::find(arguments.begin(), arguments.end(),
                               "--output=json") != arguments.end();
}

// A word that no command has read is usually a misspelt command, of which the
// parser only says that one is missing.
std::string Explain(const CLI::ParseError& error, const CLI::App& app) {
  const std::vector<std::string> unread = app.remaining(/*recurse=*/true);
  if (unread.empty()) return error.what();
  return "'" + unread.front() + "' is not understood (" + error.what() + ")";
}

void WriteError(const absl::Status& status, bool json, std::ostream& err) {
  const Failure failure = Describe(status);
  err << (json ? ToText(ToJson(failure)) : ToLine(failure)) << '\n';
}

ExitCode RunAction(Session& session) {
  const Outcome outcome = session.action()(session);
  session.output().Flush();
  if (outcome.ok()) return *outcome;
  WriteError(outcome.status(), session.output().json(), session.err());
  return IsUsageError(outcome.status()) ? ExitCode::kUsage : ExitCode::kFailed;
}

}  // namespace

ExitCode Run(const std::vector<std::string>& arguments, Streams streams,
             const base::Clock& clock) {
  Session session(streams, clock);
  CLI::App app(kDescription, "rollbook");
  app.fallthrough();
  app.require_subcommand(1);
  app.get_formatter()->column_width(kHelpColumn);
  app.set_version_flag("--version", base::kVersion);
  AddGlobalFlags(app, session);
  for (const AddCommands add : kCommandGroups) add(app, session);
  app.footer(kFooter);
  try {
    // CLI11 takes the arguments from the back.
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::CallForHelp&) {
    streams.out << app.help();
    return ExitCode::kOk;
  } catch (const CLI::CallForVersion&) {
    streams.out << "rollbook " << base::kVersion << '\n';
    return ExitCode::kOk;
  } catch (const CLI::ParseError& error) {
    const bool json = AsksForJson(arguments);
    WriteError(UsageError(Explain(error, app)), json, streams.err);
    if (!json) streams.err << "Run with --help for more information.\n";
    return ExitCode::kUsage;
  }
  return RunAction(session);
}

}  // namespace rollbook::cli

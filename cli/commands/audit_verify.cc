#include <unistd.h>

#include <cstring>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "cli/command.h"
#include "cli/commands/audit_commands.h"
#include "cli/failure.h"
#include "cli/progress.h"
#include "cli/text.h"
#include "cli/verify/verify_bundle.h"
#include "proof/verdict.h"

namespace rollbook::cli {
namespace {

ExitCode CodeOf(const proof::Verdict& verdict) {
  if (verdict.ok) return ExitCode::kOk;
  // 2 as well: like a command line without sense, there is no answer.
  return verdict.cannot_tell ? ExitCode::kUsage : ExitCode::kFailed;
}

void WriteEvent(const Json& event, std::ostream& out) {
  out << event["position"] << "  " << event["time"].get<std::string>() << "  "
      << Printable(event["partnerId"].get<std::string>());
  if (event.contains("userId")) {
    out << '/' << event["userId"].get<std::string>();
  }
  out << " v" << event["version"] << "  "
      << Printable(event["type"].get<std::string>()) << "  by "
      << Printable(event["actor"].get<std::string>()) << '\n';
  if (event.contains("sealed")) out << "      personal fields: sealed\n";
  WriteMembers(out, event["data"], "      ");
}

Outcome VerifyFile(const BundleFiles& files, Session& session) {
  bool has_keys = false;
  ProgressBar bar(session.err(), session.err_is_terminal(), session.clock(),
                  {});
  const proof::Verdict verdict = VerifyBundle(
      files,
      [&](uint64_t done, uint64_t total) {
        bar.Update({.items = done >> 10,
                    .rejected = 0,
                    .done = done,
                    .total = total,
                    .unit = "KiB"});
      },
      has_keys);
  bar.Clear();
  Json json = Json::parse(proof::ToJson(verdict));
  const bool shows = has_keys && verdict.ok;
  if (shows && session.output().json()) {
    Json history = Json::array();
    ReadHistory(files, [&](const Json& event) { history.push_back(event); });
    json["history"] = std::move(history);
  }
  session.output().Print(json, [&](std::ostream& out) {
    out << proof::ToText(verdict);
    if (!shows) return;
    out << '\n';
    ReadHistory(files, [&](const Json& event) { WriteEvent(event, out); });
  });
  return CodeOf(verdict);
}

struct VerifyFlags {
  BundleFiles files;
  // Of a store.
  std::string master_key;
  std::string old_master_key;
};

// rollbookd lies beside this program, or somewhere in the path.
std::string RollbookdPath() {
  constexpr size_t kMaxPath = 4096;
  std::string self(kMaxPath, '\0');
  const ssize_t size = readlink("/proc/self/exe", self.data(), self.size());
  self.resize(size > 0 ? static_cast<size_t>(size) : 0);
  const std::string beside = self.substr(0, self.rfind('/') + 1) + "rollbookd";
  return access(beside.c_str(), X_OK) == 0 ? beside : "rollbookd";
}

// A store is read with the engine that wrote it, which this program does not
// have: rollbookd takes over the process.
Outcome VerifyStore(const VerifyFlags& flags, Session& session) {
  const std::string program = RollbookdPath();
  std::vector<std::string> arguments = {program, "--verify", "--data_dir",
                                        session.flags().data_dir};
  for (const auto& [name, file] :
       {std::pair{"--verify_key", &flags.files.key},
        std::pair{"--verify_since", &flags.files.since},
        std::pair{"--master_key_file", &flags.master_key},
        std::pair{"--old_master_key_file", &flags.old_master_key}}) {
    if (!file->empty()) arguments.insert(arguments.end(), {name, *file});
  }
  if (session.output().json()) arguments.push_back("--verify_json");
  std::vector<char*> pointers;
  pointers.reserve(arguments.size() + 1);
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  session.output().Flush();
  execvp(program.c_str(), pointers.data());
  return base::ErrorWithText(
      base::Reason::kInvalidArgument,
      "cannot run " + program +
          ", which reads the store: " + std::strerror(errno));
}

Outcome Verify(const VerifyFlags& flags, Session& session) {
  const BundleFiles& files = flags.files;
  if (files.bundle.empty()) return VerifyStore(flags, session);
  if (files.key.empty()) {
    return UsageError(
        "--key FILE is needed: the log's public key, as "
        "'rollbook audit public-key' wrote it");
  }
  return VerifyFile(files, session);
}

}  // namespace

void AddVerifyCommand(CLI::App& group, Session& session) {
  auto flags = std::make_shared<VerifyFlags>();
  CLI::App& command = AddCommand(
      group, "verify",
      "Check a bundle without a service, or with --data_dir a stopped store. "
      "Exit code 0: it holds, 1: it does not, 2: that cannot be told",
      "  rollbook audit verify march.bundle --key log.pub\n"
      "  rollbook audit verify march.bundle --key log.pub --since feb.note\n"
      "  rollbook audit verify --data_dir /var/lib/rollbook "
      "--master_key_file master.key");
  command.add_option("BUNDLE", flags->files.bundle,
                     "The file; without it the store in --data_dir");
  command.add_option("--key", flags->files.key,
                     "File with the log's public keys, one a line");
  command.add_option("--since", flags->files.since,
                     "An older checkpoint: nothing that it covers may be "
                     "missing or changed");
  command.add_option("--master_key_file", flags->master_key,
                     "Of a store: compares the users' present states as well");
  command.add_option("--old_master_key_file", flags->old_master_key,
                     "While the master key is being replaced");
  OnSelected<VerifyFlags>(command, session, flags, Verify);
}

}  // namespace rollbook::cli

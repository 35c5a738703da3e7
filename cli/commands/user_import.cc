#include <cstdio>
#include <fstream>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>

#include "base/error.h"
#include "base/status_macros.h"
#include "cli/client.h"
#include "cli/command.h"
#include "cli/commands/commands.h"
#include "cli/commands/user_commands.h"
#include "cli/failure.h"
#include "cli/files.h"
#include "cli/import/import_ledger.h"
#include "cli/import/import_state.h"
#include "cli/import/importer.h"
#include "cli/import/rejects_file.h"
#include "cli/progress.h"

namespace rollbook::cli {
namespace {

struct ImportFlags {
  std::string file;
  std::string rejects;
  // 0: where the last run stopped.
  uint64_t resume_from = 0;
  ImportOptions options;
};

constexpr char kStandardInput[] = "-";

// A run that dies loses this much of its mark; what was imported behind the
// mark is found already there.
constexpr absl::Duration kSaveInterval = absl::Seconds(1);

// Refused lines are named on standard error, up to this many.
constexpr uint64_t kNamedRejects = 10;

// One run of `user import`: the files around the stream.
class ImportRun {
 public:
  ImportRun(const ImportFlags& flags, Session& session)
      : flags_(flags), session_(session) {}

  Outcome Run() {
    RETURN_IF_ERROR(OpenFiles());
    ASSIGN_OR_RETURN(Client* const client, session_.Connect());
    LineReader lines(in());
    Position(lines);
    const ProgressSample first = Sample(state_.mark);
    ProgressBar bar(session_.err(), session_.err_is_terminal(),
                    session_.clock(), first);
    ImportLedger ledger(state_.mark,
                        [&](const Line& line, const Failure& failure) {
                          return Reject(line, failure, bar);
                        });
    Importer importer(flags_.options, *client, lines, ledger,
                      [&](const ImportMark& mark) {
                        bar.Update(Sample(mark));
                        return SaveNowAndThen(mark);
                      });
    absl::Status status = importer.Run();
    bar.Clear();
    if (status.ok() && in().bad()) {
      status = base::ErrorWithText(base::Reason::kInvalidArgument,
                                   "cannot read " + flags_.file);
    }
    return Finish(status, ledger.mark());
  }

 private:
  bool FromFile() const { return flags_.file != kStandardInput; }
  std::istream& in() { return FromFile() ? file_ : session_.in(); }

  absl::Status OpenFiles() {
    // Whoever names a line goes on with what an earlier run wrote.
    uint64_t keep_rejects =
        flags_.resume_from > 1 ? std::numeric_limits<int64_t>::max() : 0;
    if (FromFile()) {
      ASSIGN_OR_RETURN(state_,
                       StateOfFile(flags_.file, flags_.options.partner));
      file_.open(flags_.file, std::ios::binary);
      if (!file_) return FileError("cannot read", flags_.file);
      const auto saved = LoadState(StatePathOf(flags_.file), state_);
      if (saved && flags_.resume_from == 0) {
        state_ = *saved;
        keep_rejects = state_.rejects_bytes;
        session_.err() << "Going on behind line " << state_.mark.line
                       << " (--resume_from 1 starts over)\n";
      }
    }
    ASSIGN_OR_RETURN(rejects_, RejectsFile::Open(flags_.rejects, keep_rejects));
    return absl::OkStatus();
  }

  void Position(LineReader& lines) {
    if (flags_.resume_from > 0) {
      lines.SkipTo(flags_.resume_from);
    } else if (state_.mark.line > 0) {
      lines.ContinueAfter(state_.mark.line, state_.mark.offset);
    }
  }

  ProgressSample Sample(const ImportMark& mark) const {
    return {.items = mark.created + mark.already_there + mark.rejected,
            .rejected = mark.rejected,
            .done = mark.offset,
            .total = state_.file_size};
  }

  absl::Status Reject(const Line& line, const Failure& failure,
                      ProgressBar& bar) {
    if (named_rejects_ < kNamedRejects && !session_.output().json()) {
      bar.Clear();
      session_.err() << "line " << line.number << ": " << ToLine(failure)
                     << '\n';
    }
    ++named_rejects_;
    return rejects_->Write(line, failure);
  }

  absl::Status SaveNowAndThen(const ImportMark& mark) {
    const absl::Duration now = session_.clock().SinceBoot();
    if (now - saved_ < kSaveInterval) return absl::OkStatus();
    saved_ = now;
    return Save(mark);
  }

  absl::Status Save(const ImportMark& mark) {
    RETURN_IF_ERROR(rejects_->Flush());
    if (!FromFile()) return absl::OkStatus();
    state_.mark = mark;
    state_.rejects_bytes = rejects_->bytes();
    return SaveState(StatePathOf(flags_.file), state_);
  }

  Outcome Finish(const absl::Status& status, const ImportMark& mark) {
    if (!status.ok()) {
      RETURN_IF_ERROR(Save(mark));
      session_.err() << "Imported up to line " << mark.line
                     << (FromFile() ? "; the same command goes on from there"
                                    : "")
                     << '\n';
      return status;
    }
    RETURN_IF_ERROR(rejects_->Flush());
    if (FromFile()) std::remove(StatePathOf(flags_.file).c_str());
    PrintSummary(mark);
    return mark.rejected == 0 ? ExitCode::kOk : ExitCode::kSomeRejected;
  }

  void PrintSummary(const ImportMark& mark) {
    const Json json = {{"created", mark.created},
                       {"alreadyThere", mark.already_there},
                       {"rejected", mark.rejected}};
    session_.output().Print(json, [&](std::ostream& out) {
      out << mark.created << " created, " << mark.already_there
          << " already there, " << mark.rejected << " rejected\n";
      if (mark.rejected > 0 && !flags_.rejects.empty()) {
        out << "The refused lines and their reasons are in " << flags_.rejects
            << '\n';
      }
    });
  }

  const ImportFlags& flags_;
  Session& session_;
  std::ifstream file_;
  ImportState state_;
  std::unique_ptr<RejectsFile> rejects_;
  absl::Duration saved_ = session_.clock().SinceBoot();
  uint64_t named_rejects_ = 0;
};

Outcome Import(const ImportFlags& flags, Session& session) {
  return ImportRun(flags, session).Run();
}

}  // namespace

void AddUserImportCommand(CLI::App& group, Session& session) {
  auto flags = std::make_shared<ImportFlags>();
  CLI::App& command = AddCommand(
      group, "import",
      "Create users from a file with a JSON object per line; can be repeated",
      "  rollbook user import users.jsonl --partner acme --rejects "
      "bad.jsonl\n"
      "\n"
      "A line:\n"
      "  {\"externalId\":\"42\",\"email\":\"jane.doe@example.com\","
      "\"firstName\":\"Jane\",\n"
      "   \"lastName\":\"Doe\",\"dateOfBirth\":\"1990-05-15\","
      "\"addressLine1\":\"123 Main St\"}\n"
      "\n"
      "A user whose externalId exists already is left as it is. An import "
      "that\n"
      "broke off goes on where it stopped when the same command is given "
      "again.");
  command.add_option("FILE", flags->file, "The file; - reads standard input")
      ->required();
  command
      .add_option("--partner", flags->options.partner, "Whose users they are")
      ->required();
  command.add_option("--rejects", flags->rejects,
                     "Write the refused lines here, with line number, reason "
                     "and fields");
  command
      .add_option("--resume_from", flags->resume_from,
                  "Start at this line. Default: where the last run on this "
                  "file stopped (FILE.progress), else 1")
      ->check(CLI::PositiveNumber);
  command
      .add_option("--window", flags->options.window,
                  "How many users may be under way")
      ->check(CLI::Range(1, 65536))
      ->capture_default_str();
  command.add_flag("--ignore_unknown_members",
                   flags->options.json.ignore_unknown_members,
                   "Accept members that no user has, and drop them");
  OnSelected<ImportFlags>(command, session, flags, Import);
}

}  // namespace rollbook::cli

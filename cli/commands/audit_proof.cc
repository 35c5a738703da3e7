#include <fcntl.h>
#include <unistd.h>

#include <charconv>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <optional>
#include <ostream>

#include "base/bytes.h"
#include "base/crypto/hash.h"
#include "base/status_macros.h"
#include "cli/client.h"
#include "cli/command.h"
#include "cli/commands/audit_commands.h"
#include "cli/failure.h"
#include "cli/files.h"
#include "cli/progress.h"
#include "proof/checkpoint.h"
#include "proof/signed_note.h"

namespace rollbook::cli {
namespace {

struct OutFlags {
  std::string out;
};

// To the file, or to standard output when none is named.
Outcome Hand(const std::string& text, const Json& json, const OutFlags& flags,
             Session& session) {
  if (!flags.out.empty()) RETURN_IF_ERROR(ReplaceFile(flags.out, text));
  session.output().Print(json, [&](std::ostream& out) {
    if (flags.out.empty()) out << text;
  });
  return ExitCode::kOk;
}

Outcome GetCheckpoint(const OutFlags& flags, Session& session) {
  ASSIGN_OR_RETURN(Client* const client, session.Connect());
  ASSIGN_OR_RETURN(const auto answer,
                   client->Call(client->audit(), &AuditStub::GetCheckpoint,
                                audit::v1::GetCheckpointRequest()));
  return Hand(answer.note(),
              {{"origin", answer.origin()},
               {"treeSize", answer.tree_size()},
               {"rootHash", base::ToHex(answer.root_hash())},
               {"note", answer.note()}},
              flags, session);
}

Outcome GetPublicKey(const OutFlags& flags, Session& session) {
  ASSIGN_OR_RETURN(Client* const client, session.Connect());
  ASSIGN_OR_RETURN(const auto answer,
                   client->Call(client->audit(), &AuditStub::GetPublicKey,
                                audit::v1::GetPublicKeyRequest()));
  return Hand(answer.verifier_key() + "\n",
              {{"verifierKey", answer.verifier_key()}}, flags, session);
}

struct ExportFlags {
  std::string out;
  std::string from;
  std::string to;
  std::string partner;
  std::string since;
  bool with_keys = false;
};

// The position of the first event at or after a time; nullopt: there is none.
absl::StatusOr<std::optional<uint64_t>> FirstAt(
    const google::protobuf::Timestamp& time, Client& client) {
  audit::v1::ReadLogRequest request;
  *request.mutable_from_time() = time;
  request.set_max_events(1);
  grpc::ClientContext context;
  client.SetDeadline(context);
  const auto reader = client.audit().ReadLog(&context, request);
  std::optional<uint64_t> first;
  for (audit::v1::ReadLogResponse part; reader->Read(&part);) {
    if (part.events_size() > 0) first = part.events(0).position().number();
  }
  RETURN_IF_ERROR(client.ToStatus(reader->Finish()));
  return first;
}

// A flag that names a position, or a time: the first position at it or after.
// nullopt: no event is as late.
absl::StatusOr<std::optional<uint64_t>> PositionFlag(const std::string& flag,
                                                     const std::string& text,
                                                     Session& session) {
  uint64_t position = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, position);
  if (error == std::errc() && stop == end) return position;
  ASSIGN_OR_RETURN(const auto time,
                   TimeFlag(flag, text, session.clock().Now()));
  ASSIGN_OR_RETURN(Client* const client, session.Connect());
  return FirstAt(time, *client);
}

bool IsNumber(const std::string& text) {
  return text.find_first_not_of("0123456789") == std::string::npos;
}

absl::StatusOr<audit::v1::ExportBundleRequest> ToRequest(
    const ExportFlags& flags, Session& session) {
  audit::v1::ExportBundleRequest request;
  if (!flags.from.empty()) {
    ASSIGN_OR_RETURN(const auto from,
                     PositionFlag("--from", flags.from, session));
    if (!from) return UsageError("no event is as late as --from");
    request.mutable_from()->set_number(*from);
  }
  if (!flags.to.empty()) {
    ASSIGN_OR_RETURN(const auto to, PositionFlag("--to", flags.to, session));
    // Up to a time means: what was before it.
    if (to) {
      request.mutable_to()->set_number(IsNumber(flags.to) ? *to : *to - 1);
    }
  }
  request.set_partner_id(flags.partner);
  request.set_with_keys(flags.with_keys);
  if (flags.since.empty()) return request;
  ASSIGN_OR_RETURN(const std::string text, ReadFile(flags.since));
  const auto note = proof::ParseNote(text);
  const auto since = note ? proof::Checkpoint::Parse(note->text) : std::nullopt;
  if (!since) return UsageError(flags.since + " is no checkpoint");
  request.add_since_sizes(since->size);
  return request;
}

// A file that has its name only once it is whole.
class NewFile {
 public:
  explicit NewFile(const std::string& path)
      : path_(path), partial_(path + ".partial") {}
  ~NewFile() {
    if (file_ < 0) return;
    close(file_);
    unlink(partial_.c_str());
  }

  absl::Status Open() {
    // It may hold data keys.
    file_ =
        open(partial_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    return file_ < 0 ? FileError("cannot write", partial_) : absl::OkStatus();
  }
  absl::Status Write(const std::string& bytes) {
    return WriteAll(file_, bytes, partial_);
  }
  absl::Status Finish() {
    if (fsync(file_) != 0) return FileError("cannot write", partial_);
    close(file_);
    file_ = -1;
    return std::rename(partial_.c_str(), path_.c_str()) == 0
               ? absl::OkStatus()
               : FileError("cannot write", path_);
  }

 private:
  const std::string path_;
  const std::string partial_;
  int file_ = -1;
};

absl::StatusOr<uint64_t> Download(const audit::v1::ExportBundleRequest& request,
                                  const std::string& path, Session& session) {
  ASSIGN_OR_RETURN(Client* const client, session.Connect());
  NewFile file(path);
  RETURN_IF_ERROR(file.Open());
  grpc::ClientContext context;
  const auto reader = client->audit().ExportBundle(&context, request);
  ProgressBar progress(session.err(), session.err_is_terminal(),
                       session.clock(), {});
  audit::v1::ExportBundleResponse part;
  uint64_t bytes = 0;
  while (reader->Read(&part)) {
    RETURN_IF_ERROR(file.Write(part.chunk()));
    bytes += part.chunk().size();
    progress.Update({.items = bytes >> 10,
                     .rejected = 0,
                     .done = 0,
                     .total = 0,
                     .unit = "KiB"});
  }
  progress.Clear();
  RETURN_IF_ERROR(client->ToStatus(reader->Finish()));
  RETURN_IF_ERROR(file.Finish());
  return bytes;
}

Outcome Export(const ExportFlags& flags, Session& session) {
  ASSIGN_OR_RETURN(const auto request, ToRequest(flags, session));
  ASSIGN_OR_RETURN(const uint64_t bytes, Download(request, flags.out, session));
  session.output().Print(
      {{"file", flags.out}, {"bytes", bytes}, {"withKeys", flags.with_keys}},
      [&](std::ostream& out) {
        out << flags.out << ": " << bytes << " bytes\n";
        if (!flags.with_keys) return;
        out << "It holds data keys: whoever has it can read what it contains, "
               "and no later erasure reaches it.\n";
      });
  return ExitCode::kOk;
}

void AddExport(CLI::App& group, Session& session) {
  auto flags = std::make_shared<ExportFlags>();
  CLI::App& command = AddCommand(
      group, "export",
      "Write one file with records and the proof that they are the log's",
      "  rollbook audit export --out march.bundle\n"
      "  rollbook audit export --out acme.bundle --partner acme --since "
      "feb.note");
  command.add_option("--out", flags->out, "The file to write")->required();
  command.add_option(
      "--from", flags->from,
      "First position, or a time (RFC 3339, or 15m ago). Default: the "
      "log's first");
  command.add_option(
      "--to", flags->to,
      "Last position, or a time before which it was. Default: the log's "
      "last");
  command.add_option("--partner", flags->partner,
                     "Only this partner's records");
  command.add_option("--since", flags->since,
                     "An older checkpoint that the bundle can be compared "
                     "with; needed for a part of the log, and a "
                     "checkpoint that was not fetched lately");
  command.add_flag("--with-keys,--with_keys", flags->with_keys,
                   "Add the users' data keys: the bundle then shows personal "
                   "data, and no later erasure reaches it");
  OnSelected<ExportFlags>(command, session, flags, Export);
}

void AddFetch(CLI::App& group, Session& session, const std::string& name,
              const std::string& help,
              Outcome (*fetch)(const OutFlags&, Session&)) {
  auto flags = std::make_shared<OutFlags>();
  CLI::App& command =
      AddCommand(group, name, help, "  rollbook audit " + name + " --out FILE");
  command.add_option("--out", flags->out,
                     "The file to write. Default: standard output");
  OnSelected<OutFlags>(command, session, flags, fetch);
}

}  // namespace

void AddProofCommands(CLI::App& group, Session& session) {
  AddExport(group, session);
  AddFetch(group, session, "checkpoint",
           "A signed checkpoint of the log as it is now", GetCheckpoint);
  AddFetch(group, session, "public-key",
           "The public key that checkpoints are signed with", GetPublicKey);
}

}  // namespace rollbook::cli

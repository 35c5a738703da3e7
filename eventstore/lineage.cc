#include "eventstore/lineage.h"

#include <array>

#include "base/bytes.h"
#include "base/error.h"
#include "eventstore/keys.h"

namespace rollbook::eventstore {
namespace {

constexpr char kForkEvent[] = "LogForked";

void PutText(std::string& out, std::string_view text) {
  out.push_back(static_cast<char>(text.size()));
  out.append(text);
}

void PutPosition(std::string& out, Position position) {
  base::PutBigEndian32(out, position.shard);
  base::PutBigEndian64(out, position.number);
}

Position ReadPosition(base::ByteReader& reader) {
  Position position;
  position.shard = reader.U32();
  position.number = reader.U64();
  return position;
}

}  // namespace

std::string NewLineage(base::Random& random) {
  std::array<uint8_t, 16> bytes;
  random.Fill(bytes);
  return base::ToHex(base::AsText(bytes));
}

StreamId LineageStream() { return {{"$log"}, "lineage"}; }

AppendRequest MakeForkAppend(const LogFork& fork, Version version) {
  NewEvent event{.type = kForkEvent,
                 .schema_version = 1,
                 .metadata = "",
                 .clear_payload = "",
                 .sealed_payload = ""};
  PutText(event.clear_payload, fork.old_lineage);
  PutText(event.clear_payload, fork.new_lineage);
  PutPosition(event.clear_payload, fork.old_head);
  PutPosition(event.clear_payload, fork.new_head);

  AppendRequest request;
  request.stream = LineageStream();
  request.expected_version = version;
  request.events.push_back(std::move(event));
  request.snapshot = NewSnapshot{};
  request.side_writes.push_back({.family = SideWrite::Family::kMeta,
                                 .key = std::string(kLineageMetaKey),
                                 .value = fork.new_lineage,
                                 .expected = std::nullopt});
  return request;
}

absl::StatusOr<LogFork> ParseFork(const Record& record) {
  base::ByteReader reader(record.clear_payload);
  LogFork fork;
  fork.old_lineage = reader.Bytes(reader.U8());
  fork.new_lineage = reader.Bytes(reader.U8());
  fork.old_head = ReadPosition(reader);
  fork.new_head = ReadPosition(reader);
  if (record.type != kForkEvent || !reader.ok() || !reader.done()) {
    return base::ErrorWithText(base::Reason::kDataCorrupted,
                               "This is no LogForked record");
  }
  return fork;
}

}  // namespace rollbook::eventstore

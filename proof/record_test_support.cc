#include "proof/record_test_support.h"

#include <span>

#include "base/bytes.h"
#include "base/crc32c.h"
#include "proof/frontier.h"
#include "proof/record_view.h"

namespace rollbook::proof {
namespace {

constexpr size_t kCrcBytes = 4;

std::vector<base::Hash256> LeavesOf(const TestLog& log) {
  std::vector<base::Hash256> leaves;
  for (const std::string& record : log.records()) {
    leaves.push_back(LeafOfRecord(record));
  }
  return leaves;
}

base::Hash256 RootOf(std::span<const base::Hash256> leaves) {
  Frontier frontier;
  for (const base::Hash256& leaf : leaves) frontier.Append(0, leaf);
  return frontier.Root();
}

// Adds the subtrees that cover the records [begin, end) without showing them.
void AddGap(std::span<const base::Hash256> leaves, uint64_t begin, uint64_t end,
            std::vector<std::string>& items) {
  CoverRange(begin, end, [&](NodeId node) {
    const uint64_t size = uint64_t{1} << node.level;
    AppendSubtree(node.level, RootOf(leaves.subspan(node.index * size, size)),
                  items.emplace_back());
  });
}

}  // namespace

void TestLog::Add(const Event& event) {
  Tip& tip = tips_[event.tenant + "/" + event.id];
  std::string record("\x01\x00\x00\x01\x00\x00\x00\x00", 8);
  base::PutBigEndian64(record, records_.size() + 1);
  base::PutBigEndian64(record, ++tip.version);
  base::PutBigEndian64(record, 1'000 + records_.size());
  record.append(base::AsText(tip.hash));
  record.push_back(static_cast<char>(event.tenant.size()));
  record.push_back(static_cast<char>(event.id.size()));
  record.push_back(static_cast<char>(event.type.size()));
  record.push_back('\0');
  base::PutBigEndian32(record, 0);
  base::PutBigEndian32(record, 0);
  base::PutBigEndian32(record, static_cast<uint32_t>(event.sealed.size()));
  record.append(event.tenant).append(event.id).append(event.type);
  record.append(event.sealed);
  base::PutBigEndian32(record, base::Crc32c(record));
  tip.hash = LeafOfRecord(record);
  records_.push_back(std::move(record));
}

void TestLog::AddSome(int count) {
  for (int i = 0; i < count; ++i) {
    Add({.tenant = i % 2 == 0 ? "acme" : "nova",
         .id = "u" + std::to_string(i % 3),
         .type = "UserUpdated",
         .sealed = "event " + std::to_string(i)});
  }
}

base::Hash256 TestLog::Root(uint64_t size) const {
  std::vector<base::Hash256> leaves = LeavesOf(*this);
  leaves.resize(size);
  return RootOf(leaves);
}

void ChangeRecord(std::string& record, size_t at) {
  record[at] = static_cast<char>(record[at] ^ 1);
  record.resize(record.size() - kCrcBytes);
  base::PutBigEndian32(record, base::Crc32c(record));
}

base::Ed25519Signer TestSigner(uint8_t first) {
  base::Key256 seed;
  seed.mutable_bytes().fill(first);
  return base::Ed25519Signer(seed);
}

NoteKey TestNoteKey(uint8_t first) {
  return {OriginOf("test"), TestSigner(first).public_key()};
}

Checkpoint TestCheckpoint(const TestLog& log, uint64_t size) {
  return {OriginOf("test"), size, log.Root(size)};
}

std::vector<std::string> TestBundle(const TestLog& log, BundleHeader header) {
  const std::vector<base::Hash256> leaves = LeavesOf(log);
  const NoteKey key = TestNoteKey();
  header.key_id = key.name + "+" + key.id_text();
  std::vector<std::string> items;
  AppendHeader(header, items.emplace_back());
  AppendCheckpoint(SignNote(TestCheckpoint(log, log.size()).ToText(), key.name,
                            TestSigner()),
                   items.emplace_back());
  uint64_t covered = 0;
  uint64_t records = 0;
  for (uint64_t i = header.from - 1; i < header.to; ++i) {
    const auto record = ViewRecord(log.records()[i]);
    if (!header.partner.empty() && record->tenant != header.partner) continue;
    AddGap(leaves, covered, i, items);
    AppendRecord(log.records()[i], items.emplace_back());
    covered = i + 1;
    ++records;
  }
  AddGap(leaves, covered, log.size(), items);
  AppendEnd(records, items.emplace_back());
  return items;
}

std::string Joined(const std::vector<std::string>& items) {
  std::string bytes;
  for (const std::string& item : items) bytes.append(item);
  return bytes;
}

}  // namespace rollbook::proof

#include "proof/bundle.h"

#include <algorithm>
#include <charconv>

#include "absl/strings/str_cat.h"
#include "base/bytes.h"
#include "proof/record_view.h"

namespace rollbook::proof {
namespace {

void AppendHead(BundleItem type, size_t size, std::string& out) {
  out.push_back(static_cast<char>(type));
  base::PutBigEndian32(out, static_cast<uint32_t>(size));
}

void AppendText8(std::string_view text, std::string& out) {
  out.push_back(static_cast<char>(text.size()));
  out.append(text);
}

// Takes "<name> <value>\n" off the front.
std::optional<std::string_view> TakeLine(std::string_view name,
                                         std::string_view& body) {
  if (!body.starts_with(name) || body.substr(name.size(), 1) != " ") {
    return std::nullopt;
  }
  const size_t end = body.find('\n');
  if (end == body.npos) return std::nullopt;
  const std::string_view value =
      body.substr(name.size() + 1, end - name.size() - 1);
  body.remove_prefix(end + 1);
  return value;
}

bool TakeNumber(std::string_view name, std::string_view& body, uint64_t& out) {
  const auto text = TakeLine(name, body);
  if (!text || text->empty()) return false;
  const char* const end = text->data() + text->size();
  const auto [stop, error] = std::from_chars(text->data(), end, out);
  return error == std::errc() && stop == end;
}

}  // namespace

void AppendHeader(const BundleHeader& header, std::string& out) {
  std::string body =
      absl::StrCat("from ", header.from, "\nto ", header.to, "\n");
  if (!header.partner.empty()) {
    absl::StrAppend(&body, "partner ", header.partner, "\n");
  }
  absl::StrAppend(&body, "keys ", header.with_keys ? "yes" : "no", "\nkey ",
                  header.key_id, "\n");
  AppendHead(BundleItem::kHeader, body.size(), out);
  out.append(body);
}

void AppendCheckpoint(std::string_view note, std::string& out) {
  AppendHead(BundleItem::kCheckpoint, note.size(), out);
  out.append(note);
}

void AppendSubtree(unsigned level, const base::Hash256& hash,
                   std::string& out) {
  AppendHead(BundleItem::kSubtree, 1 + hash.size(), out);
  out.push_back(static_cast<char>(level));
  out.append(base::AsText(hash));
}

void AppendRecord(std::string_view stored, std::string& out) {
  const base::Hash256 leaf = LeafOfRecord(stored);
  AppendHead(BundleItem::kRecord, leaf.size() + stored.size(), out);
  out.append(base::AsText(leaf));
  out.append(stored);
}

void AppendKey(std::string_view tenant, std::string_view id,
               const base::Key256& key, std::string& out) {
  AppendHead(BundleItem::kKey,
             2 + tenant.size() + id.size() + key.bytes().size(), out);
  AppendText8(tenant, out);
  AppendText8(id, out);
  out.append(key.view());
}

void AppendEnd(uint64_t records, std::string& out) {
  AppendHead(BundleItem::kEnd, sizeof(records), out);
  base::PutBigEndian64(out, records);
}

std::optional<BundleHeader> ParseHeader(std::string_view body) {
  BundleHeader header;
  if (!TakeNumber("from", body, header.from) ||
      !TakeNumber("to", body, header.to) || header.from == 0 ||
      header.to + 1 < header.from || header.to == UINT64_MAX) {
    return std::nullopt;
  }
  if (const auto partner = TakeLine("partner", body)) {
    if (partner->empty()) return std::nullopt;
    header.partner = *partner;
  }
  const auto keys = TakeLine("keys", body);
  const auto key = keys ? TakeLine("key", body) : std::nullopt;
  if (!key || !body.empty() || (*keys != "yes" && *keys != "no")) {
    return std::nullopt;
  }
  header.with_keys = *keys == "yes";
  header.key_id = *key;
  return header;
}

std::optional<BundleKey> ParseKey(std::string_view body) {
  base::ByteReader reader(body);
  BundleKey key;
  key.tenant = reader.Bytes(reader.U8());
  key.id = reader.Bytes(reader.U8());
  const std::string_view bytes = reader.Bytes(key.key.bytes().size());
  if (!reader.ok() || !reader.done()) return std::nullopt;
  std::copy(bytes.begin(), bytes.end(), key.key.mutable_bytes().begin());
  return key;
}

}  // namespace rollbook::proof

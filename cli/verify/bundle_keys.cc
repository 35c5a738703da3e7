#include "cli/verify/bundle_keys.h"

#include <string_view>

#include "base/bytes.h"
#include "base/crypto/aead.h"
#include "base/crypto/hash.h"
#include "rollbook/storage/v1/user_payload.pb.h"

namespace rollbook::cli {
namespace {

using namespace std::string_view_literals;

// docs/formats/payloads.md, "Keys" and "Payloads".
constexpr std::string_view kCommitmentLabel = "rollbook data key v1\0"sv;
constexpr std::string_view kEventLabel = "rollbook event v1\0"sv;

void PutText8(std::string& out, std::string_view text) {
  out.push_back(static_cast<char>(text.size()));
  out.append(text);
}

std::string StreamOf(std::string_view tenant, std::string_view id) {
  std::string stream;
  PutText8(stream, tenant);
  PutText8(stream, id);
  return stream;
}

std::string EventAad(const proof::RecordView& record) {
  std::string aad(kEventLabel);
  aad.append(StreamOf(record.tenant, record.id));
  base::PutBigEndian64(aad, record.version);
  PutText8(aad, record.type);
  return aad;
}

bool IsCommitted(const proof::RecordView& record, const base::Key256& key) {
  storage::v1::EventMetadata metadata;
  const base::Hash256 commitment = base::Sha256({kCommitmentLabel, key.view()});
  return metadata.ParseFromArray(record.metadata.data(),
                                 static_cast<int>(record.metadata.size())) &&
         metadata.key_commitment() == base::AsText(commitment);
}

}  // namespace

void BundleKeys::TakeKey(const proof::BundleKey& key) {
  keys_[StreamOf(key.tenant, key.id)] = key.key;
}

std::optional<std::string> BundleKeys::Open(const proof::RecordView& record,
                                            proof::Problems& problems) {
  const auto key = keys_.find(StreamOf(record.tenant, record.id));
  if (key == keys_.end()) return std::nullopt;
  if (record.version == 1) {
    if (IsCommitted(record, key->second)) {
      ++committed_;
    } else {
      problems.Add(record.position, "key",
                   "the data key is not the one that the stream's first record "
                   "holds");
    }
  }
  if (record.sealed_payload.empty()) return std::nullopt;
  auto opened =
      base::Open(key->second, EventAad(record), record.sealed_payload);
  if (!opened) {
    problems.Add(record.position, "key", "the data key does not open it");
  }
  return opened;
}

}  // namespace rollbook::cli

#include "eventstore/test_support.h"

#include <map>
#include <utility>
#include <variant>

#include "gtest/gtest.h"

namespace rollbook::eventstore {

absl::Time Noon() { return absl::FromUnixSeconds(1773403200); }

StreamId Stream(std::string_view id, std::string_view tenant) {
  return {{std::string(tenant)}, std::string(id)};
}

NewEvent Event(std::string_view type, std::string_view payload) {
  return {.type = std::string(type),
          .schema_version = 1,
          .metadata = "metadata",
          .clear_payload = "clear",
          .sealed_payload = std::string(payload)};
}

AppendRequest OneEvent(const StreamId& stream, uint64_t version,
                       std::string_view type) {
  AppendRequest request;
  request.stream = stream;
  request.expected_version = Version{version};
  request.events.push_back(Event(type));
  request.snapshot =
      NewSnapshot{.state_schema = 1,
                  .erased = false,
                  .sealed_state = "state " + std::to_string(version + 1)};
  return request;
}

base::Hash256 HashOf(std::string_view text) { return base::Sha256({text}); }

RocksDbOptions SmallStore(const std::string& directory,
                          const base::Clock& clock) {
  RocksDbOptions options;
  options.directory = directory;
  options.block_cache_bytes = 8 << 20;
  options.memtable_bytes = 4 << 20;
  options.min_free_disk_bytes = 1;
  options.scrub_bytes_per_second = 0;
  options.clock = &clock;
  return options;
}

Appended MustAppend(EventStore& store, AppendRequest request) {
  const absl::StatusOr<AppendOutcome> outcome =
      store.AppendAndWait(std::move(request));
  if (!outcome.ok()) {
    ADD_FAILURE() << outcome.status();
    return {};
  }
  const auto* appended = std::get_if<Appended>(&*outcome);
  EXPECT_NE(appended, nullptr) << "outcome " << outcome->index();
  return appended == nullptr ? Appended{} : *appended;
}

uint64_t CheckWholeLog(const EventStore& store) {
  constexpr size_t kPage = 100;
  std::map<StreamId, std::pair<Version, base::Hash256>> tips;
  Position last;
  absl::Time last_time = absl::InfinitePast();
  while (true) {
    const auto records = store.ReadRawLog(last, kPage, 1 << 20);
    if (!records.ok()) {
      ADD_FAILURE() << records.status();
      return 0;
    }
    if (records->empty()) break;
    for (const std::string& stored : *records) {
      const absl::StatusOr<Record> record = DecodeRecord(stored);
      if (!record.ok()) {
        ADD_FAILURE() << record.status();
        return 0;
      }
      auto& [version, hash] = tips[record->stream];
      EXPECT_EQ(record->position.number, last.number + 1);
      EXPECT_EQ(record->version.value, version.value + 1);
      EXPECT_EQ(record->previous_hash, hash);
      EXPECT_GE(record->time, last_time);
      last = record->position;
      last_time = record->time;
      version = record->version;
      hash = RecordHash(stored);
    }
  }
  EXPECT_EQ(last, store.Head());
  for (const auto& [stream, tip] : tips) {
    const auto state = store.Load(stream);
    EXPECT_TRUE(state.ok() && *state && (*state)->version == tip.first &&
                (*state)->last_hash == tip.second)
        << stream.id;
  }
  return last.number;
}

}  // namespace rollbook::eventstore

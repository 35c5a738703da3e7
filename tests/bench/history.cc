#include "tests/bench/history.h"

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "base/status_macros.h"
#include "rocksdb/db.h"
#include "rollbook/admin/v1/admin_service.grpc.pb.h"
#include "rollbook/audit/v1/audit_service.grpc.pb.h"
#include "tests/bench/fill_store.h"
#include "tests/bench/floor_process.h"
#include "tests/bench/measure.h"
#include "tests/bench/store_flags.h"
#include "tests/support/service.h"

namespace rollbook::bench {
namespace {

using Json = nlohmann::ordered_json;

constexpr char kPartner[] = "bench";

// What was read, and how fast.
struct Reading {
  uint64_t records = 0;
  uint64_t bytes = 0;
  double seconds = 0;

  double rate() const { return static_cast<double>(records) / seconds; }
  double megabytes_per_s() const {
    return static_cast<double>(bytes) / seconds / 1e6;
  }
};

template <typename Read>
absl::StatusOr<Reading> Timed(const char* name, Read read) {
  Reading reading;
  const absl::Time begin = absl::Now();
  RETURN_IF_ERROR(read(reading));
  // A reading may have its own, without what comes before the first record.
  if (reading.seconds == 0) {
    reading.seconds = absl::ToDoubleSeconds(absl::Now() - begin);
  }
  std::fprintf(stderr, "%-24s %10.0f/s %8.0f MB/s\n", name, reading.rate(),
               reading.megabytes_per_s());
  return reading;
}

absl::Status ToAbsl(const grpc::Status& status) {
  return status.ok() ? absl::OkStatus()
                     : absl::InternalError(status.error_message());
}

std::shared_ptr<grpc::Channel> ChannelTo(uint16_t port) {
  return grpc::CreateChannel(absl::StrCat("127.0.0.1:", port),
                             grpc::InsecureChannelCredentials());
}

absl::Status ReadLog(const std::shared_ptr<grpc::Channel>& channel,
                     audit::v1::LogView view, uint64_t max_events,
                     Reading& reading) {
  const auto stub = audit::v1::AuditService::NewStub(channel);
  audit::v1::ReadLogRequest request;
  request.set_view(view);
  request.set_max_events(max_events);
  grpc::ClientContext context;
  const auto reader = stub->ReadLog(&context, request);
  for (audit::v1::ReadLogResponse response; reader->Read(&response);) {
    reading.records += static_cast<uint64_t>(response.records_size()) +
                       static_cast<uint64_t>(response.events_size());
    reading.bytes += response.ByteSizeLong();
  }
  return ToAbsl(reader->Finish());
}

absl::Status RebuildSnapshots(const std::shared_ptr<grpc::Channel>& channel,
                              Reading& reading) {
  const auto stub = admin::v1::AdminService::NewStub(channel);
  admin::v1::RebuildProjectionRequest request;
  request.set_name("snapshots");
  admin::v1::RebuildProjectionResponse response;
  grpc::ClientContext context;
  RETURN_IF_ERROR(
      ToAbsl(stub->RebuildProjection(&context, request, &response)));
  reading.records = response.position().number();
  return absl::OkStatus();
}

// The log's rows as the engine gives them, one after the other, without
// looking into them.
absl::Status ScanBare(const std::string& data_dir, Reading& reading) {
  std::vector<rocksdb::ColumnFamilyDescriptor> families = {
      {rocksdb::kDefaultColumnFamilyName, {}}, {"log", {}}};
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* opened = nullptr;
  const rocksdb::Status status = rocksdb::DB::OpenForReadOnly(
      {}, data_dir + "/store", families, &handles, &opened);
  if (!status.ok()) return absl::InternalError(status.ToString());
  const std::unique_ptr<rocksdb::DB> db(opened);
  {
    rocksdb::ReadOptions read;
    read.fill_cache = false;
    const std::unique_ptr<rocksdb::Iterator> row(
        db->NewIterator(read, handles[1]));
    const absl::Time begin = absl::Now();
    for (row->SeekToFirst(); row->Valid(); row->Next()) {
      ++reading.records;
      reading.bytes += row->value().size();
    }
    reading.seconds = absl::ToDoubleSeconds(absl::Now() - begin);
    if (!row->status().ok()) {
      return absl::InternalError(row->status().ToString());
    }
  }
  for (rocksdb::ColumnFamilyHandle* handle : handles) {
    db->DestroyColumnFamilyHandle(handle);
  }
  return absl::OkStatus();
}

absl::Status Fill(const tests::Service& service, uint64_t users) {
  RETURN_IF_ERROR(service.CreatePartner(kPartner).status());
  const FillOptions options = {
      .target = absl::StrCat("127.0.0.1:", service.grpc_port()),
      .partner_id = kPartner,
      .users = users,
      .progress = nullptr};
  ASSIGN_OR_RETURN(const auto ids, ImportUsers(options));
  for (const int pass : {1, 2}) {
    RETURN_IF_ERROR(UpdateUsers(options, ids, pass));
  }
  return absl::OkStatus();
}

struct Series {
  std::vector<double> rates;

  Json ToJson(const std::vector<double>& floor) const {
    return {{"records_per_s", Median(rates)},
            {"to_bare_scan", MedianRatio(rates, floor)}};
  }
};

}  // namespace

absl::StatusOr<Json> MeasureHistory(const HistoryOptions& options) {
  ASSIGN_OR_RETURN(const FloorProcess floor, FloorProcess::Start());
  std::vector<std::string> store = DefaultStoreFlags();
  store.push_back("--clear_roles=service,auditor,admin");
  tests::Service service({.rollbookd_flags = std::move(store)});
  RETURN_IF_ERROR(service.Start());
  RETURN_IF_ERROR(Fill(service, options.users));
  const auto channel = ChannelTo(service.grpc_port());
  const auto floor_channel = ChannelTo(floor.grpc_port());
  Series bare;
  Series records;
  Series events;
  Series rebuilt;
  std::vector<double> floor_megabytes;
  std::vector<double> megabytes;
  uint64_t head = 0;
  for (int round = 0; round < options.rounds; ++round) {
    ASSIGN_OR_RETURN(const Reading scan, Timed("bare scan", [&](Reading& r) {
                       return ScanBare(service.data_dir(), r);
                     }));
    bare.rates.push_back(scan.rate());
    ASSIGN_OR_RETURN(
        const Reading stored, Timed("ReadLog, records", [&](Reading& r) {
          return ReadLog(channel, audit::v1::LOG_VIEW_RECORDS, 0, r);
        }));
    records.rates.push_back(stored.rate());
    megabytes.push_back(stored.megabytes_per_s());
    head = stored.records;
    ASSIGN_OR_RETURN(
        const Reading empty, Timed("empty stream", [&](Reading& r) {
          return ReadLog(floor_channel, audit::v1::LOG_VIEW_RECORDS, head, r);
        }));
    floor_megabytes.push_back(empty.megabytes_per_s());
    ASSIGN_OR_RETURN(
        const Reading decoded, Timed("ReadLog, events", [&](Reading& r) {
          return ReadLog(channel, audit::v1::LOG_VIEW_EVENTS, 0, r);
        }));
    events.rates.push_back(decoded.rate());
    ASSIGN_OR_RETURN(const Reading fold,
                     Timed("rebuild of snapshots", [&](Reading& r) {
                       return RebuildSnapshots(channel, r);
                     }));
    rebuilt.rates.push_back(fold.rate());
  }
  Json report = {{"records", head},
                 {"bare_scan_records_per_s", Median(bare.rates)},
                 {"read_log_records", records.ToJson(bare.rates)},
                 {"read_log_events", events.ToJson(bare.rates)},
                 {"rebuild_snapshots", rebuilt.ToJson(bare.rates)},
                 {"empty_stream_mb_per_s", Median(floor_megabytes)}};
  report["read_log_records"]["mb_per_s"] = Median(megabytes);
  report["read_log_records"]["to_empty_stream"] =
      MedianRatio(megabytes, floor_megabytes);
  return report;
}

}  // namespace rollbook::bench

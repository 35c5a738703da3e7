#include "eventstore/rocksdb/synced_files.h"

#include <memory>

#include "base/status_macros.h"
#include "eventstore/rocksdb/status.h"

namespace rollbook::eventstore {
namespace {

absl::Status WriteSynced(rocksdb::Env& env, const std::string& path,
                         const std::string& bytes) {
  std::unique_ptr<rocksdb::WritableFile> file;
  RETURN_IF_ERROR(
      FromRocksDb(env.NewWritableFile(path, &file, rocksdb::EnvOptions())));
  RETURN_IF_ERROR(FromRocksDb(file->Append(bytes)));
  RETURN_IF_ERROR(FromRocksDb(file->Sync()));
  return FromRocksDb(file->Close());
}

}  // namespace

absl::Status ReplaceFile(rocksdb::Env& env, const std::string& directory,
                         const std::string& name, const std::string& bytes) {
  const std::string path = directory + "/" + name;
  const std::string temporary = path + ".new";
  RETURN_IF_ERROR(WriteSynced(env, temporary, bytes));
  RETURN_IF_ERROR(FromRocksDb(env.RenameFile(temporary, path)));
  return SyncDirectory(env, directory);
}

absl::Status SyncDirectory(rocksdb::Env& env, const std::string& directory) {
  std::unique_ptr<rocksdb::Directory> handle;
  RETURN_IF_ERROR(FromRocksDb(env.NewDirectory(directory, &handle)));
  return FromRocksDb(handle->Fsync());
}

}  // namespace rollbook::eventstore

#include "cli/import/import_state.h"

#include <sys/stat.h>

#include <nlohmann/json.hpp>

#include "base/status_macros.h"
#include "cli/files.h"

namespace rollbook::cli {
namespace {

constexpr int64_t kNanosPerSecond = 1'000'000'000;

Json ToJson(const ImportState& state) {
  return {{"partner", state.partner},
          {"fileSize", state.file_size},
          {"fileChangedNs", state.file_changed_ns},
          {"line", state.mark.line},
          {"offset", state.mark.offset},
          {"created", state.mark.created},
          {"alreadyThere", state.mark.already_there},
          {"rejected", state.mark.rejected},
          {"rejectsBytes", state.rejects_bytes}};
}

// A member that is missing or of another type makes the state unusable.
class MemberReader {
 public:
  explicit MemberReader(const Json& json) : json_(json) {}

  template <typename T>
  void Read(const char* name, T& value) {
    const auto found = json_.find(name);
    if (found == json_.end() || !found->is_number_integer()) {
      ok_ = false;
    } else {
      value = found->template get<T>();
    }
  }
  void Read(const char* name, std::string& value) {
    const auto found = json_.find(name);
    if (found == json_.end() || !found->is_string()) {
      ok_ = false;
    } else {
      value = found->get<std::string>();
    }
  }
  bool ok() const { return ok_; }

 private:
  const Json& json_;
  bool ok_ = true;
};

std::optional<ImportState> FromJson(const Json& json) {
  if (!json.is_object()) return std::nullopt;
  ImportState state;
  MemberReader reader(json);
  reader.Read("partner", state.partner);
  reader.Read("fileSize", state.file_size);
  reader.Read("fileChangedNs", state.file_changed_ns);
  reader.Read("line", state.mark.line);
  reader.Read("offset", state.mark.offset);
  reader.Read("created", state.mark.created);
  reader.Read("alreadyThere", state.mark.already_there);
  reader.Read("rejected", state.mark.rejected);
  reader.Read("rejectsBytes", state.rejects_bytes);
  if (!reader.ok()) return std::nullopt;
  return state;
}

}  // namespace

std::string StatePathOf(const std::string& file) { return file + ".progress"; }

absl::StatusOr<ImportState> StateOfFile(const std::string& file,
                                        const std::string& partner) {
  struct stat info {};
  if (stat(file.c_str(), &info) != 0) return FileError("cannot read", file);
  ImportState state;
  state.partner = partner;
  state.file_size = static_cast<uint64_t>(info.st_size);
  state.file_changed_ns =
      info.st_mtim.tv_sec * kNanosPerSecond + info.st_mtim.tv_nsec;
  return state;
}

std::optional<ImportState> LoadState(const std::string& path,
                                     const ImportState& current) {
  const auto text = ReadFile(path);
  if (!text.ok()) return std::nullopt;
  const auto state =
      FromJson(Json::parse(*text, nullptr, /*allow_exceptions=*/false));
  const bool usable = state && state->partner == current.partner &&
                      state->file_size == current.file_size &&
                      state->file_changed_ns == current.file_changed_ns &&
                      state->mark.offset <= current.file_size;
  return usable ? state : std::nullopt;
}

absl::Status SaveState(const std::string& path, const ImportState& state) {
  return ReplaceFile(path, ToText(ToJson(state)) + "\n");
}

}  // namespace rollbook::cli

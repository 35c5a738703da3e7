// The bytes of a connection: whatever arrives, the reader makes the same
// requests of it wherever the bytes are split, and what it lets through is
// framed beyond doubt.

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/http/request_reader.h"
#include "tests/fuzz/require.h"

namespace {

using rollbook::fuzz::Require;
using namespace rollbook::gateway::http;
using Progress = RequestReader::Progress;

constexpr RequestLimits kLimits = {{16 << 10, 64, 2048}, 4096};

void Commit(RequestReader& reader, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto room = reader.Prepare();
    const size_t size = std::min(room.size(), bytes.size());
    std::memcpy(room.data(), bytes.data(), size);
    reader.Commit(size);
    bytes.remove_prefix(size);
  }
}

void RequireSoundFraming(const HttpRequest& request) {
  const size_t lengths = request.headers.Count("Content-Length");
  const size_t codings = request.headers.Count("Transfer-Encoding");
  Require(lengths + codings <= 1, "two framings");
  Require(request.headers.Count("Host") <= 1, "two hosts");
  Require(request.minor_version == 0 || request.headers.Count("Host") == 1,
          "no host");
  for (const auto& [name, value] : request.headers.fields()) {
    Require(!name.empty() && name.find_first_of(" \t\r\n:") == name.npos,
            "a field name with a separator");
    Require(value.find_first_of(std::string_view("\r\n\0", 3)) == value.npos,
            "a field value with a line end");
  }
}

// The requests that come out, in order.
class Connection {
 public:
  void Receive(std::string_view bytes) {
    if (refused_) return;
    Commit(reader_, bytes);
    for (;;) {
      switch (reader_.Advance()) {
        case Progress::kNeedsMore:
        case Progress::kNeedsContinue:
          return;
        case Progress::kRefused:
          refused_ = true;
          return;
        case Progress::kComplete: {
          const bool keep_alive = reader_.framing().keep_alive;
          const HttpRequest request = reader_.Take();
          RequireSoundFraming(request);
          out.push_back(request.method + " " + request.target + " " +
                        request.body);
          if (!keep_alive) {
            refused_ = true;
            return;
          }
        }
      }
    }
  }

  std::vector<std::string> out;

 private:
  RequestReader reader_{kLimits};
  bool refused_ = false;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  // The first byte says how the rest is cut.
  const size_t piece = 1 + data[0];
  const std::string_view stream(reinterpret_cast<const char*>(data + 1),
                                size - 1);
  Connection whole;
  whole.Receive(stream);
  Connection cut;
  for (size_t at = 0; at < stream.size(); at += piece) {
    cut.Receive(stream.substr(at, piece));
  }
  // What cannot become a request any more may be refused sooner or later,
  // never read differently.
  Require(whole.out == cut.out, "the split decides what is read");
  return 0;
}

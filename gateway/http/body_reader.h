#ifndef ROLLBOOK_GATEWAY_HTTP_BODY_READER_H_
#define ROLLBOOK_GATEWAY_HTTP_BODY_READER_H_

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "gateway/http/handler.h"

namespace rollbook::gateway::http {

// Beast's parser over one request whose head has passed the framing guard:
// decodes the body, and refuses what the guard cannot see before the body,
// trailer fields above all (Beast merges them into the header). Owned by one
// connection; not thread-safe.
class BodyReader {
 public:
  // `fields` is how many header fields the guard counted.
  BodyReader(size_t max_header_bytes, size_t max_body_bytes, size_t fields);
  ~BodyReader();

  struct Progress {
    enum class State { kNeedMore, kDone, kRefused };
    State state = State::kNeedMore;
    size_t consumed = 0;  // bytes of `received` that are used up
    Refusal refusal = Refusal::kBadFraming;
  };
  // Feeds what has been received and not been consumed yet, the head first.
  Progress Feed(std::string_view received);

  // The decoded body; once, when done.
  std::string TakeBody();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace rollbook::gateway::http

#endif  // ROLLBOOK_GATEWAY_HTTP_BODY_READER_H_

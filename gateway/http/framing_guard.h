#ifndef ROLLBOOK_GATEWAY_HTTP_FRAMING_GUARD_H_
#define ROLLBOOK_GATEWAY_HTTP_FRAMING_GUARD_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "gateway/http/message.h"

// What is checked on the raw bytes of a request's head before the HTTP parser
// is trusted with it. The packaged Beast lets through a dozen forms that
// RFC 9112 forbids and that request smuggling is made of; docs/contracts.md
// ("Framing") lists what passes. Pure functions.
namespace rollbook::gateway::http {

struct HeadLimits {
  size_t max_bytes;
  size_t max_fields;
  size_t max_target_bytes;
};

// Where the head ends in what has been received so far.
struct HeadScan {
  enum class State {
    kIncomplete,  // read on
    kComplete,    // `size` bytes, the empty line included
    kRefused,     // too long, or can become no head that passes
  };
  State state = State::kIncomplete;
  size_t size = 0;
};

// `received` begins with the request line; its first `scanned` bytes have been
// found incomplete before. More than `max_bytes` without an end is refused.
HeadScan ScanHead(std::string_view received, size_t max_bytes,
                  size_t scanned = 0);

// How the body comes.
struct Framing {
  bool chunked = false;
  uint64_t content_length = 0;  // 0 also when there is none
  bool keep_alive = false;
  bool expects_continue = false;

  bool has_body() const { return chunked || content_length > 0; }
};

// Reads a complete head (as ScanHead measured it) into `head` as far as it can
// and returns its framing; nullopt: answer 400 and close. Does not touch
// peer_address, tls and start_time.
std::optional<Framing> GuardHead(std::string_view raw, const HeadLimits& limits,
                                 RequestHead& head);

}  // namespace rollbook::gateway::http

#endif  // ROLLBOOK_GATEWAY_HTTP_FRAMING_GUARD_H_

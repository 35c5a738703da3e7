#ifndef ROLLBOOK_GATEWAY_ETAG_H_
#define ROLLBOOK_GATEWAY_ETAG_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rollbook::gateway {

// A user's entity tag is its version in quotes: "7".
std::string EtagOf(uint64_t version);

// What an If-Match header asks for (RFC 9110 section 13.1.1).
struct IfMatch {
  bool any = false;  // `*`: the user just has to exist
  // The versions that the strong tags of the list name. Weak tags and tags
  // that are none of ours never match, and an unreadable list matches nothing.
  std::vector<uint64_t> versions;
};

// `values`: of all If-Match fields, in order; at least one.
IfMatch ParseIfMatch(const std::vector<std::string_view>& values);

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_ETAG_H_

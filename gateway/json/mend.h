#ifndef ROLLBOOK_GATEWAY_JSON_MEND_H_
#define ROLLBOOK_GATEWAY_JSON_MEND_H_

#include <string>
#include <string_view>

// What is JSON, and refused as a whole by the parser, which does not say where:
// written differently, it parses, and only the field at fault is refused. Text
// that is no JSON stays none.
namespace rollbook::gateway::json {

// Half a surrogate pair becomes \u0000, which no field may hold either.
std::string WithoutLoneSurrogates(std::string_view text);

// A number beyond 64 bits, or beyond a double, becomes a fraction: no field is
// one, and a member that the contract does not know may be.
std::string WithoutHugeNumbers(std::string_view text);

}  // namespace rollbook::gateway::json

#endif  // ROLLBOOK_GATEWAY_JSON_MEND_H_

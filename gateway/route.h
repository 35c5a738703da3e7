#ifndef ROLLBOOK_GATEWAY_ROUTE_H_
#define ROLLBOOK_GATEWAY_ROUTE_H_

#include <string_view>

namespace rollbook::gateway {

// One route of a contract. A GET route answers HEAD as well.
struct Route {
  int id;                   // the contract's own number of it
  std::string_view method;  // "POST"
  // A segment in braces takes any one segment: "/v1/users/{externalId}".
  std::string_view path;
  bool takes_body;  // then there must be one, and it is JSON
};

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_ROUTE_H_

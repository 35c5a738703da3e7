#ifndef ROLLBOOK_GATEWAY_ROUTER_H_
#define ROLLBOOK_GATEWAY_ROUTER_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/contract.h"

namespace rollbook::gateway {

// Finds the route of a request by its method and raw path: split on `/`,
// nothing decoded, no dot segment removed. Immutable.
class Router {
 public:
  // At least one contract. They must outlive the router.
  explicit Router(const std::vector<std::unique_ptr<Contract>>& contracts);

  struct Match {
    // Never null: where no route fits, the contract with the most similar
    // path, whose client this probably is.
    const Contract* contract = nullptr;
    const Route* route = nullptr;
    std::vector<std::string_view> parameters;
    // Without a route: what the path does allow ("GET, HEAD"), or empty.
    std::string allowed_methods;
  };
  // `target`: as in the request line, query included.
  Match Find(std::string_view method, std::string_view target) const;

 private:
  struct Entry {
    const Contract* contract;
    const Route* route;
    std::vector<std::string_view> segments;
  };
  std::vector<Entry> entries_;
};

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_ROUTER_H_

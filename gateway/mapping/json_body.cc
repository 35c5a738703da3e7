#include "gateway/mapping/json_body.h"

#include <string>

namespace rollbook::gateway {

std::optional<json::ObjectReader> OpenBody(const json::Document& body,
                                           FieldErrors& errors) {
  for (const std::string& path : body.defects()) errors.Add(path, kIsNotValid);
  if (body.root().kind() != json::Kind::kObject) {
    errors.Add(kBody, kIsNotValid);
    return std::nullopt;
  }
  return json::ObjectReader(body.root(), "", errors);
}

size_t CloseObject(const json::ObjectReader& members, bool refuse_unknown,
                   FieldErrors& errors) {
  if (refuse_unknown && members.unknown_count() != 0) {
    for (const std::string& path : members.Unknown()) {
      errors.Add(path, kIsNotValid);
    }
  }
  return members.unknown_count();
}

}  // namespace rollbook::gateway

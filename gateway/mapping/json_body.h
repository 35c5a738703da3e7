#ifndef ROLLBOOK_GATEWAY_MAPPING_JSON_BODY_H_
#define ROLLBOOK_GATEWAY_MAPPING_JSON_BODY_H_

#include <cstddef>
#include <optional>

#include "gateway/field_errors.h"
#include "gateway/json/document.h"
#include "gateway/json/object_reader.h"

namespace rollbook::gateway {

// Starts to read a body: notes the document's defects and, where it is no
// object, that; nullopt then, because there are no members to read.
std::optional<json::ObjectReader> OpenBody(const json::Document& body,
                                           FieldErrors& errors);

// Ends reading an object: the members that nobody asked for are refused where
// the partner's policy says so. Returns how many they are.
size_t CloseObject(const json::ObjectReader& members, bool refuse_unknown,
                   FieldErrors& errors);

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_MAPPING_JSON_BODY_H_

#include "cli/output.h"

#include <nlohmann/json.hpp>
#include <ostream>

namespace rollbook::cli {

std::string ToText(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

void Output::Print(const Json& value,
                   const std::function<void(std::ostream&)>& text) {
  if (json_) {
    out_ << ToText(value) << '\n';
  } else {
    text(out_);
  }
}

void Output::BeginList() {
  first_item_ = true;
  if (json_) out_ << '[';
}

void Output::Item(const Json& value,
                  const std::function<void(std::ostream&)>& text) {
  if (json_) {
    if (!first_item_) out_ << ",\n";
    out_ << ToText(value);
  } else {
    text(out_);
  }
  first_item_ = false;
}

void Output::EndList() {
  if (json_) out_ << "]\n";
}

void Output::Flush() { out_.flush(); }

}  // namespace rollbook::cli

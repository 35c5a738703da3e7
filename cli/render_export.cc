#include "cli/render_export.h"

#include <nlohmann/json.hpp>
#include <string_view>

#include "cli/message_json.h"
#include "cli/render_event.h"
#include "cli/render_user.h"
#include "cli/text.h"
#include "cli/times.h"

namespace rollbook::cli {
namespace {

constexpr std::string_view kHead =
    "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n"
    "<title>What is held about you</title>\n"
    "<style>body{font:16px/1.5 sans-serif;max-width:60em;margin:2em auto;"
    "padding:0 1em}table{border-collapse:collapse}td,th{text-align:left;"
    "vertical-align:top;padding:.2em 1em .2em 0;border-bottom:1px solid #ddd}"
    "</style>\n";

std::string Escaped(std::string_view text) {
  std::string escaped;
  for (const char c : Printable(text)) {
    switch (c) {
      case '&':
        escaped.append("&amp;");
        break;
      case '<':
        escaped.append("&lt;");
        break;
      case '>':
        escaped.append("&gt;");
        break;
      case '"':
        escaped.append("&quot;");
        break;
      default:
        escaped.push_back(c);
    }
  }
  return escaped;
}

// A row per member, nested ones under "address.city".
void AddRows(const Json& object, const std::string& prefix, std::string& page) {
  for (const auto& [name, value] : object.items()) {
    if (value.is_object()) {
      AddRows(value, prefix + name + ".", page);
      continue;
    }
    const std::string text =
        value.is_string() ? value.get<std::string>() : ToText(value);
    page.append("<tr><th>")
        .append(Escaped(prefix + name))
        .append("</th><td>")
        .append(Escaped(text))
        .append("</td></tr>\n");
  }
}

void AddTable(const Json& object, std::string& page) {
  page.append("<table>\n");
  AddRows(object, "", page);
  page.append("</table>\n");
}

}  // namespace

Json ExportJson(const audit::v1::ExportUserResponse& whole) {
  Json json = {{"user", UserJson(whole.user())},
               {"claims", Json::array()},
               {"position", PositionJson(whole.head())},
               {"time", Rfc3339(whole.time())}};
  for (const std::string& claim : whole.claims()) {
    json["claims"].push_back(claim);
  }
  if (whole.erased()) json["erased"] = true;
  json["history"] = Json::array();
  for (const audit::v1::Event& event : whole.events()) {
    json["history"].push_back(HistoryJson(event));
  }
  return json;
}

std::string ExportPage(const audit::v1::ExportUserResponse& whole) {
  std::string page(kHead);
  page.append("<h1>What is held about you</h1>\n<p>As of ")
      .append(Rfc3339(whole.time()))
      .append(".</p>\n");
  if (whole.erased()) {
    page.append("<p>Your personal data was erased.</p>\n");
  }
  page.append("<h2>Now</h2>\n");
  AddTable(UserJson(whole.user()), page);
  page.append("<h2>What happened</h2>\n");
  for (const audit::v1::Event& event : whole.events()) {
    const Json entry = HistoryJson(event);
    page.append("<h3>")
        .append(Escaped(event.type()))
        .append("</h3>\n<p>")
        .append(Rfc3339(event.time()))
        .append(", by ")
        .append(Escaped(event.actor()))
        .append("</p>\n");
    AddTable(entry["data"], page);
  }
  page.append("</html>\n");
  return page;
}

}  // namespace rollbook::cli

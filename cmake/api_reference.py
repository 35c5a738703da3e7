"""Writes the partners' documents as C++, and as HTML what they say.

usage: api_reference.py OPENAPI.json... OUT.cc

The contract of gateway/contracts/boca_raton/openapi.json is "boca-raton".
"""

import html
import json
import pathlib
import sys

HEADER = """// Generated from openapi.json files by cmake/api_reference.py.
#include "gateway/reference/documents.h"

#include <array>

namespace rollbook::gateway {
namespace {

constexpr auto kDocuments = std::to_array<ReferenceDocument>({
"""

FOOTER = """});

}  // namespace

std::span<const ReferenceDocument> ReferenceDocuments() { return kDocuments; }

}  // namespace rollbook::gateway
"""

METHODS = ("get", "head", "post", "put", "patch", "delete")

# Longer lists of words are told by their description.
MAX_WORDS = 20

# A string literal may have 65,536 characters everywhere; pieces add up.
PIECE = 8000


def quoted(text):
    # Octal escapes, because hexadecimal ones swallow the digits behind them.
    return '"' + "".join(
        chr(byte) if 0x20 <= byte < 0x7F and byte not in b'"\\?'
        else f"\\{byte:03o}" for byte in text.encode("utf-8")) + '"'


def literal(text):
    pieces = [text[i:i + PIECE] for i in range(0, len(text), PIECE)]
    return "\n     ".join(quoted(piece) for piece in pieces)


class Page:
    """The section of one contract."""

    def __init__(self, name, document):
        self.name = name
        self.document = document
        self.lines = []

    def resolve(self, node):
        while "$ref" in node:
            target = self.document
            for step in node["$ref"].removeprefix("#/").split("/"):
                target = target[step]
            node = {**target, **{k: v for k, v in node.items() if k != "$ref"}}
        return node

    def add(self, tag, text):
        self.lines.append(f"<{tag}>{html.escape(text)}</{tag.split()[0]}>")

    def table(self, heads, rows):
        if not rows:
            return
        self.lines.append("<table>\n<tr>" + "".join(
            f"<th>{html.escape(head)}</th>" for head in heads) + "</tr>")
        for first, *rest in rows:
            self.lines.append(
                f"<tr><td><code>{html.escape(first)}</code></td>" + "".join(
                    f"<td>{html.escape(cell)}</td>" for cell in rest) + "</tr>")
        self.lines.append("</table>")

    def examples(self, media):
        for name, example in media.get("examples", {}).items():
            text = json.dumps(example["value"], indent=2, ensure_ascii=False)
            self.add("p", f"Example: {name}")
            self.add("pre", text)

    def render(self):
        info = self.document["info"]
        self.lines.append(f'<section id="{html.escape(self.name)}">')
        self.add("h2", info["title"])
        self.add("p", info["description"])
        self.add("h3", "Authentication")
        schemes = self.document["components"]["securitySchemes"].values()
        self.table(("Header", ""), [
            (scheme.get("name", "Authorization"),
             scheme["description"]) for scheme in schemes])
        for path, item in self.document["paths"].items():
            for method in METHODS:
                if method in item:
                    self.operation(path, method, item)
        self.lines.append("</section>\n")
        return "\n".join(self.lines)

    def operation(self, path, method, item):
        operation = item[method]
        self.add("h3", f"{method.upper()} {path}")
        self.add("p", f'{operation["summary"]}. {operation["description"]}')
        parameters = [self.resolve(parameter) for parameter in
                      item.get("parameters", []) +
                      operation.get("parameters", [])]
        self.table(("Parameter", "Where", "Rule", ""), [
            (parameter["name"], parameter["in"], self.rule(
                parameter["schema"], parameter["required"]),
             parameter["description"]) for parameter in parameters])
        if "requestBody" in operation:
            self.add("h4", "Request")
            for media in operation["requestBody"]["content"].values():
                self.fields(media["schema"])
                self.examples(media)
        for status, response in operation["responses"].items():
            self.response(status, self.resolve(response))

    def response(self, status, response):
        self.add("h4", f'{status}: {response["description"]}')
        headers = [(name, self.resolve(header)["description"])
                   for name, header in response.get("headers", {}).items()]
        self.table(("Header", ""), headers)
        for media in response.get("content", {}).values():
            if status.startswith("2"):
                self.fields(media["schema"])
            self.examples(media)

    def fields(self, schema):
        self.table(("Field", "Rule", ""), list(self.rows(schema, "")))

    def rows(self, schema, prefix):
        schema = self.resolve(schema)
        required = schema.get("required", [])
        for name, member in schema.get("properties", {}).items():
            member = self.resolve(member)
            yield (prefix + name, self.rule(member, name in required),
                   member.get("description", ""))
            for part in [member, *member.get("anyOf", [])]:
                yield from self.rows(part, f"{prefix}{name}.")

    def rule(self, schema, required):
        schema = self.resolve(schema)
        word = "required" if required else "optional"
        types = [self.type_of(self.resolve(part))
                 for part in schema.get("anyOf", [schema])]
        return f'{word}, {" or ".join(dict.fromkeys(types))}'

    def type_of(self, schema):
        if "const" in schema:
            return json.dumps(schema["const"])
        if len(schema.get("enum", ())) in range(1, MAX_WORDS):
            return " | ".join(json.dumps(word) for word in schema["enum"])
        types = schema.get("type", [])
        text = " or ".join([types] if isinstance(types, str) else types)
        if "format" in schema:
            text += f' ({schema["format"]})'
        if "maxLength" in schema:
            text += f' of {schema.get("minLength", 0)} to {schema["maxLength"]}'
        return text


def main(*arguments):
    *paths, out_path = arguments
    parts = []
    for path in map(pathlib.Path, paths):
        text = path.read_text(encoding="utf-8")
        name = path.parent.name.replace("_", "-")
        section = Page(name, json.loads(text)).render()
        parts.append("    {" + ",\n     ".join(
            literal(part) for part in (name, text, section)) + "},\n")
    with open(out_path, "w", encoding="utf-8") as out:
        out.write(HEADER + "".join(parts) + FOOTER)


if __name__ == "__main__":
    main(*sys.argv[1:])

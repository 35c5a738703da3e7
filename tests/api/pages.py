#!/usr/bin/env python3
"""Runs every call of docs/api/ and compares the answers with the pages.

    pages.py           the last line is "N passed, N failed"
    pages.py --write   puts the answers of this run into the pages

To be run beside a service: tests/clients/with_rollbookd.py --bare. In a page,

    ```sh     is run by bash, with what pages before it kept
    ```json   below it is what it must print; ```text is that with errors
    <!-- keep USER_ID user.user_id -->   sets $USER_ID from the JSON
    <!-- exit 68 -->                     is how it must end, if not with 0;
                                         68: a stream, its first answer counts

What differs from run to run (ids, times, hashes, keys) is compared by its kind.
Every RPC that the service's reflection names must be called by a page.
"""

import json
import os
import pathlib
import re
import subprocess
import sys

_PAGES = ("README.md", "admin.md", "user.md", "audit.md", "gateway.md")
_FOLDER = pathlib.Path(__file__).resolve().parents[2] / "docs" / "api"

_BLOCK = re.compile(
    r"```sh\n(?P<command>.*?)```\n"
    r"(?P<between>\n?(?:<!-- exit \d+ -->\n)?)"
    r"(?:```(?P<kind>json|text)\n(?P<shown>.*?)```\n)?"
    r"(?P<keeps>(?:<!-- keep [^>]* -->\n)*)", re.DOTALL)
_DEADLINE_EXCEEDED = 68  # grpcurl adds 64 to gRPC's code.
_KEEP = re.compile(r"<!-- keep (\w+) (\S+) -->")
_EXIT = re.compile(r"<!-- exit (\d+) -->")

# By the member's name, where the value has no form of its own. Positions are
# among them because accesses are recorded in the log when their streams end,
# which may be after the next call.
_VOLATILE_MEMBERS = {
    "free_disk_bytes", "queue_depth", "lineage", "note", "origin",
    "verifier_key", "certificate", "access_id", "resume_token", "number",
    "tree_size", "to_size", "path", "chunk", "next_page_token", "directory",
    "bytes"}
_KINDS = (
    (re.compile(r"(req-)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"), "<id>"),
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z"), "<time>"),
    (re.compile(r"20\d\d-\d\d-\d\d"), "<day>"),
    (re.compile(r"key-[0-9a-f]{16}"), "<key>"),
    (re.compile(r"rb[ks]_[0-9a-f]+…?"), "<secret>"),
    (re.compile(r"[A-Za-z0-9+/]{43}=|[A-Za-z0-9+/]{12,}…"), "<bytes>"))
# Secrets are secrets, even of a service that is gone, and too long for a page.
_SHORTENED = (
    (re.compile(r"(rb[ks]_[0-9a-f]{8})[0-9a-f]+"), r"\1…"),
    (re.compile(r'("(?:secret|chunk)": "[A-Za-z0-9+/]{24})[A-Za-z0-9+/]+=*'),
     r"\1…"),
    (re.compile(r'("directory": ")[^"]*(?=/backups/)'), r"\1/var/lib/rollbook"),
    # Whole records.
    (re.compile(r'("[A-Za-z0-9+/]{24})[A-Za-z0-9+/]{100,}=*(?=")'), r"\1…"))


def _documents(text):
    """The JSON documents of a stream."""
    decoder, at, found = json.JSONDecoder(), 0, []
    while text[at:].strip():
        at += len(text[at:]) - len(text[at:].lstrip())
        value, at = decoder.raw_decode(text, at)
        found.append(value)
    return found


def _first(text):
    """The first one: how many a stream has sent by then is chance."""
    _, end = json.JSONDecoder().raw_decode(text)
    return text[:end]


def _by_kind(value, member=""):
    if member in _VOLATILE_MEMBERS:
        return f"<{member}>"
    if isinstance(value, dict):
        return {name: _by_kind(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_by_kind(inner, member) for inner in value]
    if isinstance(value, str):
        for pattern, kind in _KINDS:
            value = pattern.sub(kind, value)
    return value


def _comparable(kind, text):
    if kind == "json":
        return _by_kind(_documents(text))
    return _by_kind(text.strip())


def _shorten(text):
    for pattern, replacement in _SHORTENED:
        text = pattern.sub(replacement, text)
    return text


class Runner:
    """Runs blocks one after the other; what one keeps, the next ones see."""

    def __init__(self, write):
        self._write = write
        self.environment = {
            **os.environ, "ROLLBOOK": f"unix:{os.environ['ROLLBOOK_SOCKET']}"}
        self.passed = 0
        self.failures = []

    def _run(self, command):
        return subprocess.run(
            ["bash", "-euo", "pipefail", "-c", command],
            env=self.environment, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, timeout=120)

    def _keep(self, keeps, output):
        for name, path in _KEEP.findall(keeps):
            value = json.loads(output)
            for step in path.split("."):
                value = value[int(step) if step.isdigit() else step]
            self.environment[name] = str(value)

    @staticmethod
    def _same(kind, shown, output):
        try:
            return _comparable(kind, shown) == _comparable(kind, output)
        except ValueError:  # What is shown is no JSON.
            return False

    def block(self, page, match):
        """Runs one block; returns its text with this run's answer."""
        name = f"{page}: {match['command'].splitlines()[0]}"
        done = self._run(match["command"])
        expected = _EXIT.search(match["between"])
        if done.returncode != (int(expected[1]) if expected else 0):
            self.failures.append(f"{name}\nended with {done.returncode}:\n"
                                 f"{done.stderr}")
            return match[0]
        self._keep(match["keeps"], done.stdout)
        kind = match["kind"]
        if kind is None:
            self.passed += 1
            return match[0]
        output = _shorten(done.stdout if kind == "json" else
                          done.stdout + done.stderr)
        if done.returncode == _DEADLINE_EXCEEDED:
            output = _first(output)
        if self._write or self._same(kind, match["shown"], output):
            self.passed += 1
        else:
            self.failures.append(f"{name}\nanswered otherwise:\n{output}")
        return (f"```sh\n{match['command']}```\n{match['between']}"
                f"```{kind}\n{output.rstrip()}\n```\n{match['keeps']}")


def _called():
    text = "".join((_FOLDER / page).read_text("utf-8") for page in _PAGES)
    return {f"{service}.{method}" for service, method in
            re.findall(r"(rollbook\.\w+\.v1\.\w+)/(\w+)", text)}


def _served(address):
    def listed(*arguments):
        return subprocess.run(
            ["grpcurl", "-plaintext", address, "list", *arguments],
            check=True, stdout=subprocess.PIPE, text=True).stdout.split()

    return {method for service in listed() if service.startswith("rollbook.")
            for method in listed(service)}


def main(arguments):
    write = arguments == ["--write"]
    runner = Runner(write)
    for page in _PAGES:
        path = _FOLDER / page
        text = path.read_text("utf-8")
        written = _BLOCK.sub(lambda match: runner.block(page, match), text)
        if write:
            path.write_text(written, "utf-8")
    missing = _served(runner.environment["ROLLBOOK"]) - _called()
    runner.failures += [f"{method} is on no page" for method in sorted(missing)]
    for failure in runner.failures:
        print(failure, file=sys.stderr)
    print(f"{runner.passed} passed, {len(runner.failures)} failed")
    return 1 if runner.failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

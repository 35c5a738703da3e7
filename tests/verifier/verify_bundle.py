#!/usr/bin/env python3
"""A second verifier of bundles, written from docs/formats/bundle.md alone.

Shares no code with the service or its tool. Needs python3-cryptography.

    verify_bundle.py BUNDLE --key FILE [--since CHECKPOINT]

Prints the JSON of docs/formats/bundle.md; exits with 0, 1 or 2.
"""

import argparse
import base64
import binascii
import hashlib
import json
import struct
import sys

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"rollbook-bundle-1\n"
MAX_ITEM = 1 << 20
MAX_RECORD = 65536
MAX_PROBLEMS = 100


class CannotTell(Exception):
    """Nothing can be said about the bundle."""


class Malformed(Exception):
    """The rest of the bundle cannot be read."""


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


# ---- CRC-32C ---------------------------------------------------------------


def _crc_table():
    table = []
    for byte in range(256):
        for _ in range(8):
            byte = byte >> 1 ^ (0x82F63B78 if byte & 1 else 0)
        table.append(byte)
    return table


_CRC_TABLE = _crc_table()


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = crc >> 8 ^ _CRC_TABLE[(crc ^ byte) & 0xFF]
    return crc ^ 0xFFFFFFFF


# ---- Notes, keys, checkpoints ----------------------------------------------


def from_base64(text):
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if base64.b64encode(data) == text else None


class PublicKey:
    def __init__(self, line):
        name, _, rest = line.partition(b"+")
        key_id, _, encoded = rest.partition(b"+")
        data = from_base64(encoded)
        if not name or data is None or len(data) != 33 or data[0] != 1:
            raise CannotTell("no public key of a checkpoint")
        self.name = name
        self.id = sha256(name, b"\n", data)[:4]
        self.key = Ed25519PublicKey.from_public_bytes(data[1:])
        if self.id.hex().encode() != key_id:
            raise CannotTell("the public key's id is not its own")


def split_note(note):
    """Text and signatures [(name, id, signature)], or None."""
    if len(note) > MAX_ITEM or not note.endswith(b"\n"):
        return None
    if any(byte < 0x20 and byte != 0x0A for byte in note):
        return None
    blank = note.rfind(b"\n\n")
    if blank < 0:
        return None
    signatures = []
    for line in note[blank + 2:].split(b"\n")[:-1]:
        mark = "\u2014 ".encode()
        name, space, encoded = line[len(mark):].partition(b" ")
        data = from_base64(encoded)
        if not line.startswith(mark) or not space or not name or not data:
            return None
        if b"+" in name or len(data) <= 4:
            return None
        signatures.append((name, data[:4], data[4:]))
    return (note[: blank + 1], signatures) if signatures else None


class Checkpoint:
    def __init__(self, origin, size, root):
        self.origin, self.size, self.root = origin, size, root

    @staticmethod
    def parse(text):
        lines = text.split(b"\n")
        if len(lines) < 4 or not lines[0]:
            return None
        size, root = lines[1], from_base64(lines[2])
        if not size.isdigit() or str(int(size)).encode() != size:
            return None
        if int(size) >= 1 << 64 or root is None or len(root) != 32:
            return None
        return Checkpoint(lines[0], int(size), root)


def signer_of(note, origin, keys):
    """The key that signed, None, or "bad" for a signature that is wrong."""
    text, signatures = note
    found = None
    for key in keys:
        if key.name != origin:
            continue
        for name, key_id, signature in signatures:
            if (name, key_id) != (key.name, key.id):
                continue
            try:
                key.key.verify(signature, text)
                return key
            except InvalidSignature:
                found = "bad"
            break
    return found


# ---- Records ---------------------------------------------------------------


class Record:
    def __init__(self, stored):
        if not 84 <= len(stored) <= MAX_RECORD:
            raise ValueError
        fields = struct.unpack(">BBHIQQq32sBBBBIII", stored[:80])
        (fmt, flags, _, shard, self.position, self.version, self.time,
         self.previous, tenant, stream, kind, reserved,
         metadata, clear, sealed) = fields
        sizes = (tenant, stream, kind, metadata, clear, sealed)
        if (fmt, flags, shard, reserved) != (1, 0, 0, 0):
            raise ValueError
        if 0 in sizes[:3] or sum(sizes) != len(stored) - 84:
            raise ValueError
        at = 80
        parts = []
        for size in sizes:
            parts.append(stored[at: at + size])
            at += size
        (self.tenant, self.id, self.type, self.metadata, self.clear,
         self.sealed) = parts


def field_4(message):
    """The last value of field number 4 of a protobuf message, if bytes."""
    at, found = 0, b""

    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte = message[at]
            at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    while at < len(message):
        tag = varint()
        if tag & 7 == 0:
            varint()
        elif tag & 7 == 2:
            size = varint()
            if tag >> 3 == 4:
                found = message[at: at + size]
            at += size
        else:
            return b""
    return found


# ---- The tree --------------------------------------------------------------


class Tree:
    """A stack of perfect subtrees, [(level, hash)]."""

    def __init__(self):
        self.size = 0
        self.stack = []

    def add(self, level, digest):
        if level >= 63 or self.size % (1 << level):
            return False
        self.stack.append((level, digest))
        self.size += 1 << level
        while len(self.stack) > 1 and self.stack[-1][0] == self.stack[-2][0]:
            level, right = self.stack.pop()
            _, left = self.stack.pop()
            self.stack.append((level + 1, sha256(b"\x01", left, right)))
        return True

    def root(self):
        if not self.stack:
            return sha256()
        digest = self.stack[-1][1]
        for _, left in reversed(self.stack[:-1]):
            digest = sha256(b"\x01", left, digest)
        return digest


# ---- Verification ----------------------------------------------------------


class Verifier:
    def __init__(self, keys, since):
        self.keys, self.since = keys, since
        self.problems = []
        self.next = 1
        self.records = 0
        self.redacted = 0
        self.trees = (Tree(), Tree())  # beside the records, their own
        self.laid_out = True
        self.since_roots = None
        self.untold = False
        self.checkpoint = None
        self.header = None
        self.streams = {}
        self.latest_time = None
        self.data_keys = {}

    def problem(self, position, kind, detail=""):
        self.problems.append((position, kind, detail))

    def run(self, data):
        try:
            self.read_items(data)
        except Malformed as error:
            self.laid_out = False
            self.problem(self.next, "form", str(error))
        self.finish()

    def read_items(self, data):
        at, expected = 0, "H"
        while at + 5 <= len(data):
            kind = chr(data[at])
            (size,) = struct.unpack(">I", data[at + 1: at + 5])
            if size > MAX_ITEM:
                raise Malformed("an item's size")
            if at + 5 + size > len(data):
                break
            body = data[at + 5: at + 5 + size]
            if kind not in expected:
                raise Malformed("an item out of order")
            expected = self.take(kind, body)
            at += 5 + size
        if expected == "":
            if at < len(data):
                raise Malformed("bytes behind the end")
        else:
            self.laid_out = False
            self.problem(self.next, "truncated")

    def take(self, kind, body):
        if kind == "H":
            self.header = parse_header(body)
            return "C"
        if kind == "C":
            self.take_checkpoint(body)
        elif kind == "S":
            self.take_subtree(body)
        elif kind == "R":
            self.take_record(body)
        elif kind == "K":
            self.take_key(body)
        else:
            if len(body) != 8:
                raise Malformed("the end's size")
            if struct.unpack(">Q", body)[0] != self.records:
                self.problem(self.next, "count")
            return ""
        return "SRKE"

    def take_checkpoint(self, body):
        note = split_note(body)
        self.checkpoint = Checkpoint.parse(note[0]) if note else None
        if self.checkpoint is None:
            self.problem(None, "checkpoint")
            return
        key = signer_of(note, self.checkpoint.origin, self.keys)
        if key is None or key == "bad":
            self.problem(None, "signature")
        elif self.header["key"] != key.name + b"+" + key.id.hex().encode():
            self.problem(None, "header")

    def add_leaves(self, level, stated, own):
        if not self.laid_out:
            return True
        if not self.trees[0].add(level, stated):
            return False
        self.trees[1].add(level, own)
        if self.since and self.trees[0].size == self.since.size:
            self.since_roots = [tree.root() for tree in self.trees]
        return True

    def take_subtree(self, body):
        if len(body) != 33:
            raise Malformed("a subtree's size")
        begin, level = self.next, body[0]
        if not self.add_leaves(level, body[1:], body[1:]):
            raise Malformed("a subtree that cannot stand here")
        if level < 63:
            self.next += 1 << level
        first, last = self.header["from"], self.header["to"]
        if self.header["partner"] is None and first <= last:
            if begin <= last and self.next > first:
                self.problem(max(begin, first), "missing")

    def take_record(self, body):
        if len(body) <= 36:
            raise Malformed("a record's size")
        stated, stored = body[:32], body[32:]
        own = sha256(b"\x00", stored[:-4])
        self.records += 1
        try:
            record = Record(stored)
        except ValueError:
            record = None
        crc = struct.unpack(">I", stored[-4:])[0]
        if record is None or stated != own or crc32c(stored[:-4]) != crc:
            self.problem(self.next, "record")
            self.next += 1
            self.add_leaves(0, stated, own)
            if record is not None:
                self.advance(record, stated)
            return
        self.place(record)
        self.add_leaves(0, stated, own)
        partner = self.header["partner"]
        if partner is not None and record.tenant != partner:
            self.problem(record.position, "partner")
        self.check(record)
        self.advance(record, stated)
        self.check_key(record)

    def place(self, record):
        position = record.position
        if position == self.next:
            if not self.header["from"] <= position <= self.header["to"]:
                self.problem(position, "order")
            self.next += 1
            return
        self.laid_out = False
        if position > self.next:
            self.problem(self.next, "missing")
            self.next = position + 1
        else:
            self.problem(position, "order")

    def check(self, record):
        if self.latest_time is not None and record.time < self.latest_time:
            self.problem(record.position, "time")
        if self.latest_time is None or record.time > self.latest_time:
            self.latest_time = record.time
        previous = self.streams.get((record.tenant, record.id))
        if previous is None:
            fresh = record.version == 1 and record.previous == bytes(32)
            if record.version <= 1 and not fresh:
                self.problem(record.position, "chain")
        elif record.version != previous["version"] + 1:
            self.problem(record.position, "version")
        elif record.previous != previous["hash"]:
            self.problem(previous["position"], "chain")

    def advance(self, record, stated):
        stream = self.streams.setdefault((record.tenant, record.id),
                                         {"sealed": 0})
        stream["sealed"] += bool(record.sealed)
        if record.type == b"UserErased":
            self.redacted += stream["sealed"]
            stream["sealed"] = 0
        stream.update(version=record.version, position=record.position,
                      hash=stated)

    def take_key(self, body):
        if not self.header["keys"] or not body:
            raise Malformed("a key that cannot be read")
        tenant = body[1: 1 + body[0]]
        rest = body[1 + body[0]:]
        if not rest or len(rest) != 1 + rest[0] + 32:
            raise Malformed("a key that cannot be read")
        self.data_keys[tenant, rest[1: 1 + rest[0]]] = rest[1 + rest[0]:]

    def check_key(self, record):
        key = self.data_keys.get((record.tenant, record.id))
        if key is None:
            return
        if record.version == 1:
            if field_4(record.metadata) != sha256(b"rollbook data key v1\0",
                                                  key):
                self.problem(record.position, "key")
        if not record.sealed:
            return
        aad = b"rollbook event v1\0"
        for text in (record.tenant, record.id):
            aad += bytes([len(text)]) + text
        aad += struct.pack(">Q", record.version)
        aad += bytes([len(record.type)]) + record.type
        try:
            AESGCM(key).decrypt(record.sealed[:12], record.sealed[12:], aad)
        except (InvalidTag, ValueError):
            self.problem(record.position, "key")

    def finish(self):
        if self.checkpoint is None:
            return
        size = self.checkpoint.size
        if self.header["to"] > size:
            self.problem(size + 1, "missing")
        root_holds = self.check_root(size)
        if self.since is None:
            return
        if self.since.origin != self.checkpoint.origin:
            self.problem(None, "consistency")
        elif self.since.size > size:
            self.problem(size + 1, "consistency")
        elif root_holds:
            if self.since.size == 0:
                roots = [sha256()]
            else:
                roots = self.since_roots
            if roots is None:
                self.untold = True
            elif self.since.root not in roots:
                self.problem(None, "consistency")

    def check_root(self, size):
        if not self.laid_out:
            return False
        if self.trees[0].size != size:
            self.problem(min(self.trees[0].size, size) + 1, "size")
            return False
        if self.checkpoint.root not in [tree.root() for tree in self.trees]:
            self.problem(None, "root")
            return False
        return True

    def first_bad(self):
        if not self.problems:
            return None
        positions = [p for p, _, _ in self.problems if p is not None]
        if positions:
            return min(positions)
        return self.header["from"] if self.header else 1


def parse_header(body):
    header = {"partner": None}
    lines = body.split(b"\n")
    if lines.pop() != b"":
        raise Malformed("the header")
    names = [b"from", b"to", b"keys", b"key"]
    if len(lines) == 5:
        names.insert(2, b"partner")
    if len(lines) != len(names):
        raise Malformed("the header")
    for name, line in zip(names, lines):
        found, space, value = line.partition(b" ")
        if found != name or not space:
            raise Malformed("the header")
        header[name.decode()] = value
    for name in ("from", "to"):
        if not header[name].isdigit() or int(header[name]) >= 1 << 64:
            raise Malformed("the header")
        header[name] = int(header[name])
    if header["keys"] not in (b"yes", b"no"):
        raise Malformed("the header")
    header["keys"] = header["keys"] == b"yes"
    if header["from"] == 0 or header["to"] + 1 < header["from"]:
        raise Malformed("the header")
    if header["to"] + 1 >= 1 << 64 or header["partner"] == b"":
        raise Malformed("the header")
    return header


def read_keys(path):
    with open(path, "rb") as file:
        lines = file.read().split(b"\n")
    keys = [PublicKey(line) for line in lines
            if line and not line.startswith(b"#")]
    if not keys:
        raise CannotTell("no public key")
    return keys


def read_since(path, keys):
    with open(path, "rb") as file:
        note = split_note(file.read())
    checkpoint = Checkpoint.parse(note[0]) if note else None
    if checkpoint is None:
        raise CannotTell("no checkpoint")
    if signer_of(note, checkpoint.origin, keys) in (None, "bad"):
        raise CannotTell("the older checkpoint is not signed by the key")
    return checkpoint


def verify(arguments):
    try:
        keys = read_keys(arguments.key)
        since = None
        if arguments.since:
            since = read_since(arguments.since, keys)
        with open(arguments.bundle, "rb") as file:
            data = file.read()
        if not data.startswith(MAGIC):
            raise CannotTell("no bundle, or one of an unknown format")
    except (CannotTell, OSError) as error:
        return {"ok": False, "records": 0, "redacted": 0,
                "firstBadPosition": None,
                "problems": [{"position": None, "kind": "unreadable",
                              "detail": str(error)}]}, 2
    verifier = Verifier(keys, since)
    verifier.run(data[len(MAGIC):])
    ok = not verifier.problems and not verifier.untold
    problems = [{"position": position, "kind": kind, "detail": detail}
                for position, kind, detail in verifier.problems[:MAX_PROBLEMS]]
    untold = verifier.untold and not verifier.problems
    if untold:
        problems.append({"position": None, "kind": "since", "detail": ""})
    return {"ok": ok, "records": verifier.records,
            "redacted": verifier.redacted,
            "firstBadPosition": verifier.first_bad(),
            "problems": problems}, 0 if ok else 2 if untold else 1


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("bundle")
    parser.add_argument("--key", required=True)
    parser.add_argument("--since")
    verdict, code = verify(parser.parse_args())
    print(json.dumps(verdict, separators=(",", ":")))
    return code


if __name__ == "__main__":
    sys.exit(main())

"""The signature of a boca-raton request (docs/contracts.md section 1.1)."""

from __future__ import annotations

import hashlib
import hmac
import time


def canonical(method: str, target: str, timestamp: str, body: bytes) -> bytes:
    """The bytes that are signed.

    `target` is path and query exactly as they stand in the request line,
    `timestamp` the header's value, character for character.
    """
    head = f"{method.upper()}\n{target}\n{timestamp}\n"
    return head.encode("ascii") + body


def sign(
    secret: str, method: str, target: str, timestamp: str, body: bytes = b""
) -> str:
    """HMAC-SHA256 in lower-case hex, under the bytes of the secret itself."""
    message = canonical(method, target, timestamp, body)
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


def timestamp_now() -> str:
    """Now in UTC, with nanoseconds: two equal requests shall not be one."""
    seconds, nanoseconds = divmod(time.time_ns(), 1_000_000_000)
    head = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds))
    return f"{head}.{nanoseconds:09}Z"

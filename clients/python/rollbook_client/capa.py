"""The contract capa: an API key, one route."""

from __future__ import annotations

from typing import Any

from .answer import Answer
from .bodies import CapaUser
from .transport import Transport


class Capa:
    """`options` are those of Transport: timeout_s, retry, ssl_context."""

    def __init__(self, base_url: str, api_key: str, **options: Any):
        self._transport = Transport(
            base_url, lambda *_: {"partner-api-key": api_key}, **options
        )

    def create_user(self, user: CapaUser) -> Answer:
        """201 with data.userId; of the first user when externalUserId was
        there before, and then `replayed`."""
        return self._transport.call("POST", "/api/partner/v1/user", user)

"""The contract wealthyhood: a bearer token, one route."""

from __future__ import annotations

from typing import Any

from .answer import Answer
from .bodies import WealthyhoodUser
from .token import Token, bearer
from .transport import Transport


class Wealthyhood:
    """`options` are those of Transport: timeout_s, retry, ssl_context."""

    def __init__(self, base_url: str, token: Token, **options: Any):
        self._transport = Transport(
            base_url, lambda *_: bearer(token), **options
        )

    def create_user(self, user: WealthyhoodUser) -> Answer:
        """201 with the user; ConflictError when the e-mail is taken."""
        return self._transport.call("POST", "/users", user)

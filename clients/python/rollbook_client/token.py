"""Access tokens."""

from __future__ import annotations

from typing import Callable, Dict, Union

# A token, or something that knows the current one: asked for every attempt.
Token = Union[str, Callable[[], str]]


def bearer(token: Token) -> Dict[str, str]:
    value = token if isinstance(token, str) else token()
    return {"Authorization": f"Bearer {value}"}

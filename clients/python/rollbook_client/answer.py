"""What a call returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, Mapping, Optional


@dataclass(frozen=True)
class Answer:
    """A successful answer. Names of `headers` are lower-case."""

    status: int
    body: Dict[str, Any]
    headers: Mapping[str, str]
    # What the request was sent under, for those who want to repeat it later.
    idempotency_key: Optional[str] = None

    @property
    def etag(self) -> Optional[str]:
        """For `if_match` of a later change."""
        return self.headers.get("etag")

    @property
    def request_id(self) -> Optional[str]:
        return self.headers.get("x-request-id")

    @property
    def replayed(self) -> bool:
        """Whether this is the answer to an earlier, equal request."""
        return self.headers.get("idempotent-replayed") == "true"

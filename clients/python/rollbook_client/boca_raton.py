"""The contract boca-raton: signed requests (docs/contracts.md section 1)."""

from __future__ import annotations

import uuid
from typing import Any, Callable, Dict, Mapping, Optional

from .answer import Answer
from .bodies import BocaRatonChanges, BocaRatonUser
from .signing import sign, timestamp_now
from .transport import Transport, segment


class BocaRaton:
    """Creates, changes and reads users.

    `options` are those of Transport: timeout_s, retry, ssl_context.
    """

    def __init__(
        self,
        base_url: str,
        api_key: str,
        secret: str,
        now: Callable[[], str] = timestamp_now,
        **options: Any,
    ):
        def authorize(
            method: str, target: str, body: bytes
        ) -> Mapping[str, str]:
            timestamp = now()
            return {
                "X-Api-Key": api_key,
                "X-Request-Timestamp": timestamp,
                "X-Request-Signature": sign(
                    secret, method, target, timestamp, body
                ),
            }

        self._transport = Transport(base_url, authorize, **options)

    def create_user(
        self, user: BocaRatonUser, idempotency_key: Optional[str] = None
    ) -> Answer:
        """201 with userId, externalId and status."""
        return self._transport.call(
            "POST", "/v1/users", user, _keyed(idempotency_key)
        )

    def update_user(
        self,
        external_id: str,
        changes: BocaRatonChanges,
        if_match: Optional[str] = None,
        idempotency_key: Optional[str] = None,
    ) -> Answer:
        """200; what is not in `changes` stays as it is.

        With `if_match`, the ETag of an earlier answer, nothing is changed when
        somebody else was faster: PreconditionFailedError.
        """
        headers = _keyed(idempotency_key)
        if if_match is not None:
            headers["If-Match"] = if_match
        path = "/v1/users/" + segment(external_id)
        return self._transport.call("PATCH", path, changes, headers)

    def get_user(self, external_id: str) -> Answer:
        """200 with userId, externalId and status; `etag` for update_user."""
        return self._transport.call("GET", "/v1/users/" + segment(external_id))


def _keyed(idempotency_key: Optional[str]) -> Dict[str, str]:
    # Every change has a key, so that every retry is safe.
    return {"Idempotency-Key": idempotency_key or str(uuid.uuid4())}

"""One request and its retries, over HTTP/1.1."""

from __future__ import annotations

import http.client
import json
import ssl
from typing import Any, Callable, Dict, Mapping, Optional
from urllib.parse import quote, urlsplit

from .answer import Answer
from .errors import TransportError, error_of
from .retry import Retry

# Headers for one attempt, from method, target and body.
Authorize = Callable[[str, str, bytes], Mapping[str, str]]


def segment(text: str) -> str:
    """`text` as one segment of a path; a slash in it is no separator."""
    return quote(text, safe="")


class Transport:
    """Sends requests to one gateway; every attempt is authorized anew."""

    def __init__(
        self,
        base_url: str,
        authorize: Authorize,
        timeout_s: float = 30.0,
        retry: Retry = Retry(),
        ssl_context: Optional[ssl.SSLContext] = None,
    ):
        url = urlsplit(base_url)
        if url.scheme not in ("http", "https") or not url.hostname:
            raise ValueError(f"not an http(s) URL: {base_url}")
        if url.query or url.fragment or url.username:
            raise ValueError("the URL may have scheme, host, port and path")
        self._tls = url.scheme == "https"
        self._host = url.hostname
        self._port = url.port
        # A proxy's prefix belongs to the target, and so to what is signed.
        self._prefix = url.path.rstrip("/")
        self._authorize = authorize
        self._timeout_s = timeout_s
        self._retry = retry
        self._ssl_context = ssl_context

    def call(
        self,
        method: str,
        path: str,
        body: Optional[Mapping[str, Any]] = None,
        headers: Optional[Mapping[str, str]] = None,
    ) -> Answer:
        """Returns a 2xx; raises RollbookError for everything else."""
        target = self._prefix + path
        data = b""
        sent: Dict[str, str] = {"Accept": "application/json"}
        if body is not None:
            data = json.dumps(body, separators=(",", ":")).encode()
            sent["Content-Type"] = "application/json"
        sent.update(headers or {})
        key = sent.get("Idempotency-Key")
        attempt = 1
        while True:
            # A signature is good for one moment: each attempt has its own.
            fresh = {**sent, **self._authorize(method, target, data)}
            answer = self._send(method, target, data, fresh, key)
            if 200 <= answer.status < 300:
                return answer
            wait = self._retry.wait_s(
                attempt, answer.status, answer.headers.get("retry-after")
            )
            if wait is None:
                raise error_of(
                    answer.status, answer.body, answer.headers, key
                )
            self._retry.sleep(wait)
            attempt += 1

    def _connect(self) -> http.client.HTTPConnection:
        if self._tls:
            return http.client.HTTPSConnection(
                self._host,
                self._port,
                timeout=self._timeout_s,
                context=self._ssl_context,
            )
        return http.client.HTTPConnection(
            self._host, self._port, timeout=self._timeout_s
        )

    def _send(
        self,
        method: str,
        target: str,
        data: bytes,
        headers: Mapping[str, str],
        key: Optional[str],
    ) -> Answer:
        connection = self._connect()
        try:
            connection.request(method, target, data or None, dict(headers))
            response = connection.getresponse()
            text = response.read()
        except (OSError, http.client.HTTPException) as failure:
            raise TransportError(
                f"{method} {target}: {failure!r}", key
            ) from failure
        finally:
            connection.close()
        names = {name.lower(): value for name, value in response.getheaders()}
        try:
            body = json.loads(text) if text else {}
        except ValueError:
            body = {}
        return Answer(
            status=response.status,
            body=body if isinstance(body, dict) else {},
            headers=names,
            idempotency_key=key,
        )

"""When a refused request is sent again."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Callable, Optional

# Both mean that nothing was done, and carry Retry-After.
_RETRIED = (429, 503)


@dataclass(frozen=True)
class Retry:
    """A refusal with Retry-After is waited for, up to a point."""

    attempts: int = 4
    # A longer Retry-After is the caller's to wait for.
    max_wait_s: int = 30
    # For a 503 that does not say; a proxy's, for instance.
    default_wait_s: int = 1
    sleep: Callable[[float], None] = time.sleep

    def wait_s(
        self, attempt: int, status: int, retry_after: Optional[str]
    ) -> Optional[int]:
        """Seconds before the next attempt; None when there is none."""
        if status not in _RETRIED or attempt >= self.attempts:
            return None
        wait = self.default_wait_s
        if retry_after is not None and retry_after.isdigit():
            wait = int(retry_after)
        return wait if wait <= self.max_wait_s else None

"""All errors of a call. The four contracts' shapes become one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, List, Mapping, Optional, Type


@dataclass(frozen=True)
class FieldError:
    field: str
    message: str


class RollbookError(Exception):
    """Whatever goes wrong in a call is one of these."""


class TransportError(RollbookError):
    """No answer came: whether the request was carried out is not known.

    A boca-raton change can be sent again under `idempotency_key`.
    """

    def __init__(self, message: str, idempotency_key: Optional[str]):
        super().__init__(message)
        self.idempotency_key = idempotency_key


class ApiError(RollbookError):
    """An answer that is no success."""

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        field_errors: List[FieldError],
        request_id: Optional[str],
        retry_after_s: Optional[int],
        idempotency_key: Optional[str],
    ):
        text = f"{status} {code}: {message}"
        for entry in field_errors:
            text += f"; {entry.field}: {entry.message}"
        if request_id is not None:
            text += f" ({request_id})"
        super().__init__(text)
        self.status = status
        self.code = code
        self.message = message
        self.field_errors = field_errors
        # What support wants to know.
        self.request_id = request_id
        self.retry_after_s = retry_after_s
        self.idempotency_key = idempotency_key


class InvalidRequestError(ApiError):
    """400: `field_errors` says what is wrong with which field."""


class UnauthorizedError(ApiError):
    """401: the credential, the signature, or the clock of this machine."""


class ForbiddenError(ApiError):
    """403: the credential is good, and not for this."""


class NotFoundError(ApiError):
    """404."""


class ConflictError(ApiError):
    """409: another user has this externalId, or e-mail."""


class PreconditionFailedError(ApiError):
    """412: the user was changed since the ETag in `if_match` was read."""


class UnprocessableError(ApiError):
    """422: well-formed, and not possible."""


class RateLimitedError(ApiError):
    """429, after all retries."""


class ServerError(ApiError):
    """5xx; 503 after all retries."""


_BY_STATUS: Dict[int, Type[ApiError]] = {
    400: InvalidRequestError,
    401: UnauthorizedError,
    403: ForbiddenError,
    404: NotFoundError,
    409: ConflictError,
    412: PreconditionFailedError,
    422: UnprocessableError,
    429: RateLimitedError,
}


def _field_errors(body: Mapping[str, Any]) -> List[FieldError]:
    for name in ("fieldErrors", "errors", "details"):
        entries = body.get(name)
        if isinstance(entries, list):
            return [
                FieldError(str(entry.get("field")), str(entry.get("message")))
                for entry in entries
                if isinstance(entry, dict)
            ]
    return []


def error_of(
    status: int,
    body: Mapping[str, Any],
    headers: Mapping[str, str],
    idempotency_key: Optional[str],
) -> ApiError:
    """The error that an answer stands for, whichever contract it is of."""
    # boca-raton and smartphonekey name the error in `error`, the others in
    # `code`; something before the gateway may answer without either.
    code = body.get("error") or body.get("code") or "unknown"
    retry_after = headers.get("retry-after", "")
    default = ServerError if status >= 500 else ApiError
    return _BY_STATUS.get(status, default)(
        status=status,
        code=str(code),
        message=str(body.get("message", "")),
        field_errors=_field_errors(body),
        request_id=body.get("requestId") or headers.get("x-request-id"),
        retry_after_s=int(retry_after) if retry_after.isdigit() else None,
        idempotency_key=idempotency_key,
    )

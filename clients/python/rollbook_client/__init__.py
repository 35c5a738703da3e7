"""Client of Rollbook's partner contracts, with the standard library only.

One class per contract; see README.md. All classes are thread-safe: a call uses
a connection of its own and changes nothing in the object.
"""

from .answer import Answer
from .boca_raton import BocaRaton
from .capa import Capa
from .errors import (
    ApiError,
    ConflictError,
    FieldError,
    ForbiddenError,
    InvalidRequestError,
    NotFoundError,
    PreconditionFailedError,
    RateLimitedError,
    RollbookError,
    ServerError,
    TransportError,
    UnauthorizedError,
    UnprocessableError,
)
from .retry import Retry
from .signing import canonical, sign
from .smartphonekey import SmartphoneKey
from .wealthyhood import Wealthyhood

__all__ = [
    "Answer",
    "ApiError",
    "BocaRaton",
    "Capa",
    "ConflictError",
    "FieldError",
    "ForbiddenError",
    "InvalidRequestError",
    "NotFoundError",
    "PreconditionFailedError",
    "RateLimitedError",
    "Retry",
    "RollbookError",
    "ServerError",
    "SmartphoneKey",
    "TransportError",
    "UnauthorizedError",
    "UnprocessableError",
    "Wealthyhood",
    "canonical",
    "sign",
]

"""The contract smartphonekey: an API key or a token, users by UUID."""

from __future__ import annotations

from typing import Any, Mapping, Optional

from .answer import Answer
from .bodies import SmartphoneKeyUser
from .token import Token, bearer
from .transport import Transport, segment


class SmartphoneKey:
    """Give `api_key`, `token` or both.

    `options` are those of Transport: timeout_s, retry, ssl_context.
    """

    def __init__(
        self,
        base_url: str,
        api_key: Optional[str] = None,
        token: Optional[Token] = None,
        **options: Any,
    ):
        if api_key is None and token is None:
            raise ValueError("api_key or token is needed")

        def authorize(*_: Any) -> Mapping[str, str]:
            headers = {} if token is None else bearer(token)
            if api_key is not None:
                headers["X-API-Key"] = api_key
            return headers

        self._transport = Transport(base_url, authorize, **options)

    def create_user(self, user: SmartphoneKeyUser) -> Answer:
        """201; 200 with event None when the user exists."""
        path = f"/users/{segment(user['userId'])}/CreateUser"
        return self._transport.call("POST", path, user)

    def update_phone_number(
        self, user_id: str, phone_number: Optional[str]
    ) -> Answer:
        """200; None removes the number."""
        path = f"/users/{segment(user_id)}/UpdatePhoneNumber"
        return self._transport.call(
            "POST", path, {"phoneNumber": phone_number}
        )

    def get_profile(self, user_id: str) -> Answer:
        """200 with the profile and its status."""
        path = f"/users/{segment(user_id)}/profile"
        return self._transport.call("GET", path)

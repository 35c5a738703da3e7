"""What schemathesis has to know to talk to the gateway as a partner.

Credentials come from the environment, put there by fuzz.py:
ROLLBOOK_CONTRACT, ROLLBOOK_API_KEY, ROLLBOOK_HMAC_SECRET, ROLLBOOK_TOKEN.
"""

import datetime
import hashlib
import hmac
import os
import re

import requests
import schemathesis
from hypothesis import strategies
from schemathesis.core.parameters import ParameterLocation

CONTRACT = os.environ["ROLLBOOK_CONTRACT"]
KEY_HEADERS = {"boca-raton": "X-Api-Key", "capa": "partner-api-key",
               "smartphonekey": "X-API-Key"}

# Fields with rules that JSON Schema cannot say: their descriptions do. A day
# that exists, a province of its country, the id in the path, and what depends
# on the user as it is.
TOLD_IN_WORDS = {"dateOfBirth", "province", "postalCode", "userId",
                 "externalId"}
# What any text is told when it holds characters that are refused.
NOT_VALID = "Is not valid"


class Partner(requests.auth.AuthBase):
    """Adds the credential to what is about to be sent, byte for byte."""

    def __call__(self, request):
        if CONTRACT == "wealthyhood":
            token = os.environ["ROLLBOOK_TOKEN"]
            request.headers["Authorization"] = f"Bearer {token}"
            return request
        request.headers[KEY_HEADERS[CONTRACT]] = os.environ["ROLLBOOK_API_KEY"]
        if CONTRACT == "boca-raton":
            self.sign(request)
        return request

    @staticmethod
    def sign(request):
        now = datetime.datetime.now(datetime.timezone.utc)
        stamp = now.isoformat().replace("+00:00", "Z")
        body = request.body or b""
        if isinstance(body, str):
            body = body.encode("utf-8")
        canonical = f"{request.method}\n{request.path_url}\n{stamp}\n"
        secret = os.environ["ROLLBOOK_HMAC_SECRET"].encode("ascii")
        request.headers["X-Request-Timestamp"] = stamp
        request.headers["X-Request-Signature"] = hmac.new(
            secret, canonical.encode("latin-1") + body,
            hashlib.sha256).hexdigest()


IDEMPOTENCY_KEY = re.compile(
    r'("?)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\1', re.IGNORECASE)


def has_bad_idempotency_key(case):
    key = case.headers.get("Idempotency-Key")
    return key is not None and not IDEMPOTENCY_KEY.fullmatch(key)


def lacks_credential(case):
    """Whether what is wrong with the case's headers is the credential."""
    return (case.meta is not None and
            case.meta.is_negative_at(ParameterLocation.HEADER) and
            not has_bad_idempotency_key(case))


@schemathesis.auth()
class Credential:
    """Signs what is sent, unless the case is one without a credential."""

    def get(self, case, context):
        return Partner()

    def set(self, case, data, context):
        # As set_from_requests does it, which does not ask for the case.
        case._auth = None if lacks_credential(case) else data


schemathesis.openapi.format("date", strategies.dates(
    datetime.date(1900, 1, 1), datetime.date(2006, 12, 31)).map(
        datetime.date.isoformat))
schemathesis.openapi.format("email", strategies.from_regex(
    r"[a-z0-9]{1,12}(\.[a-z0-9]{1,12})?@[a-z]{1,12}\.example",
    fullmatch=True))


@schemathesis.hook
def map_case(context, case):
    # The body repeats the id of the path.
    if CONTRACT == "smartphonekey" and isinstance(case.body, dict) and (
            case.body.get("userId") is not None and "id" in (
                case.path_parameters or {})):
        meta = case.meta
        if meta is not None and meta.generation.mode.is_positive:
            case.body["userId"] = case.path_parameters["id"]
    return case


def field_errors(answer):
    for name in ("fieldErrors", "errors", "details"):
        if name in answer:
            return answer[name]
    return None


@schemathesis.check
def says_what_no_keyword_says(context, response, case):
    """What fits the document is refused only for what it says in words."""
    if case.meta is None or not case.meta.generation.mode.is_positive:
        return
    # Among what should fit there is a key of "0".
    if response.status_code != 400 or has_bad_idempotency_key(case):
        return
    errors = field_errors(response.json())
    assert errors, f"valid data was refused: {response.text}"
    for error in errors:
        if error["field"] in TOLD_IN_WORDS:
            continue
        assert (error["message"] == NOT_VALID and
                error["field"] not in case.headers), (
                    f"{error} is in no word of the document")

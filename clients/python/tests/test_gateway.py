"""All calls against a real gateway; see tests/clients/with_rollbookd.py."""

import os
import pathlib
import re
import unittest
import uuid

from rollbook_client import (
    BocaRaton,
    Capa,
    ConflictError,
    ForbiddenError,
    InvalidRequestError,
    NotFoundError,
    PreconditionFailedError,
    SmartphoneKey,
    UnauthorizedError,
    UnprocessableError,
    Wealthyhood,
)

_README = pathlib.Path(__file__).parent.parent / "README.md"


def _jane(external_id):
    return {
        "externalId": external_id,
        "email": "jane.doe@example.com",
        "firstName": "Jane",
        "lastName": "Doe",
        "dateOfBirth": "1990-05-15",
        "addressLine1": "123 Main St",
        "addressLine2": "Suite 400",
        "city": "Toronto",
        "postalCode": "M5V 2T6",
        "province": "ON",
        "country": "CA",
        "occupation": "Software Engineer",
        "isCiroAffiliate": False,
    }


class Readme(unittest.TestCase):
    def test_has_an_example_that_runs(self):
        blocks = re.findall(
            r"```python\n(.*?)```", _README.read_text("utf-8"), re.DOTALL
        )
        self.assertEqual(len(blocks), 1)
        names = {}
        exec(compile(blocks[0], str(_README), "exec"), names)
        self.assertEqual(names["seen"].body["externalId"], "partner-user-42")


class BocaRatonCalls(unittest.TestCase):
    def setUp(self):
        self.client = BocaRaton(
            os.environ["ROLLBOOK_URL"],
            api_key=os.environ["BOCA_RATON_API_KEY"],
            secret=os.environ["BOCA_RATON_SECRET"],
        )

    def test_create_read_and_change_a_user(self):
        user = f"partner user/{uuid.uuid4()}+é"
        made = self.client.create_user(_jane(user))
        self.assertEqual(made.status, 201)
        self.assertEqual(made.body["status"], "pendingCompliance")
        seen = self.client.get_user(user)
        self.assertEqual(seen.body, made.body)
        self.assertEqual(seen.etag, made.etag)
        self.assertRegex(seen.request_id, "^req-")
        changed = self.client.update_user(
            user, {"city": "Ottawa", "occupation": None}, if_match=seen.etag
        )
        self.assertEqual(changed.status, 200)
        self.assertNotEqual(changed.etag, seen.etag)
        with self.assertRaises(PreconditionFailedError):
            self.client.update_user(user, {"city": "X"}, if_match=seen.etag)

    def test_get_the_first_answer_again_for_a_known_key(self):
        user, key = _jane(str(uuid.uuid4())), str(uuid.uuid4())
        first = self.client.create_user(user, idempotency_key=key)
        again = self.client.create_user(user, idempotency_key=key)
        self.assertEqual(again.body, first.body)
        self.assertFalse(first.replayed)
        self.assertTrue(again.replayed)
        with self.assertRaises(UnprocessableError):
            self.client.create_user(
                {**user, "city": "Ottawa"}, idempotency_key=key
            )

    def test_raise_typed_errors(self):
        user = _jane(str(uuid.uuid4()))
        self.client.create_user(user)
        with self.assertRaises(ConflictError) as raised:
            self.client.create_user(user)
        self.assertEqual(raised.exception.code, "conflict")
        with self.assertRaises(NotFoundError):
            self.client.get_user(str(uuid.uuid4()))
        with self.assertRaises(UnprocessableError):
            self.client.update_user(
                user["externalId"], {"dateOfBirth": "2020-01-01"}
            )
        with self.assertRaises(InvalidRequestError) as raised:
            self.client.create_user({**user, "email": "no", "city": ""})
        self.assertEqual(
            [entry.field for entry in raised.exception.field_errors],
            ["email", "city"],
        )
        self.assertRegex(raised.exception.request_id, "^req-")

    def test_reach_even_users_that_are_called_like_folders(self):
        for user in (".", ".."):
            self.client.create_user(_jane(user))
            self.assertEqual(
                self.client.get_user(user).body["externalId"], user
            )

    def test_are_refused_with_a_wrong_secret(self):
        client = BocaRaton(
            os.environ["ROLLBOOK_URL"],
            api_key=os.environ["BOCA_RATON_API_KEY"],
            secret="rbs_wrong",
        )
        with self.assertRaises(UnauthorizedError):
            client.get_user("42")


class CapaCalls(unittest.TestCase):
    def test_create_a_user_once(self):
        client = Capa(os.environ["ROLLBOOK_URL"], os.environ["CAPA_API_KEY"])
        user = {
            "externalUserId": str(uuid.uuid4()),
            "method": "PHONE_NUMBER",
            "identifier": "+524401234567",
            "userType": "INDIVIDUAL",
        }
        first = client.create_user(user)
        self.assertEqual(first.status, 201)
        again = client.create_user(user)
        self.assertEqual(again.body, first.body)
        self.assertTrue(again.replayed)
        with self.assertRaises(InvalidRequestError) as raised:
            client.create_user({**user, "method": "EMAIL"})
        self.assertEqual(raised.exception.code, "BAD_REQUEST")

    def test_are_refused_with_another_key(self):
        client = Capa(os.environ["ROLLBOOK_URL"], "rbk_unknown")
        with self.assertRaises(UnauthorizedError) as raised:
            client.create_user({"externalUserId": "42"})
        self.assertEqual(raised.exception.code, "UNAUTHORIZED")


class SmartphoneKeyCalls(unittest.TestCase):
    def test_live_a_users_life(self):
        client = SmartphoneKey(
            os.environ["ROLLBOOK_URL"],
            api_key=os.environ["SMARTPHONEKEY_API_KEY"],
        )
        user_id = str(uuid.uuid4())
        user = {
            "userId": user_id,
            "email": "jane@example.com",
            "phoneNumber": "+1-555-0123",
        }
        self.assertEqual(client.create_user(user).status, 201)
        self.assertEqual(client.create_user(user).status, 200)
        changed = client.update_phone_number(user_id, "+14165550123")
        self.assertEqual(changed.body["event"]["data"]["action"], "set")
        profile = client.get_profile(user_id)
        self.assertEqual(profile.body["phoneNumber"], "+14165550123")
        self.assertEqual(profile.body["status"], "ACTIVE")
        removed = client.update_phone_number(user_id, None)
        self.assertEqual(removed.body["event"]["data"]["action"], "removed")
        with self.assertRaises(InvalidRequestError) as raised:
            client.create_user({**user, "email": "no"})
        self.assertEqual(raised.exception.field_errors[0].field, "email")

    def test_need_a_credential(self):
        with self.assertRaises(ValueError):
            SmartphoneKey(os.environ["ROLLBOOK_URL"])


class WealthyhoodCalls(unittest.TestCase):
    _USER = {
        "firstName": "Jane",
        "lastName": "Doe",
        "dateOfBirth": "1990-05-15",
        "residencyCountry": "GR",
        "address": {
            "line1": "1 Street",
            "city": "Athens",
            "postalCode": 10431,
            "countryCode": "GR",
        },
    }

    def test_create_a_user(self):
        client = Wealthyhood(
            os.environ["ROLLBOOK_URL"], os.environ["WEALTHYHOOD_TOKEN"]
        )
        user = {**self._USER, "email": f"{uuid.uuid4()}@example.com"}
        made = client.create_user(user)
        self.assertEqual(made.status, 201)
        self.assertRegex(made.body["id"], "^[0-9a-f]{24}$")
        self.assertEqual(made.body["address"], user["address"])
        with self.assertRaises(ConflictError):
            client.create_user(user)

    def test_need_the_scope(self):
        client = Wealthyhood(
            os.environ["ROLLBOOK_URL"],
            lambda: os.environ["WEALTHYHOOD_TOKEN_WITHOUT_SCOPE"],
        )
        with self.assertRaises(ForbiddenError):
            client.create_user({**self._USER, "email": "jane@example.com"})


if __name__ == "__main__":
    unittest.main()

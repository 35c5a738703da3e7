"""The signature, by the test vectors of docs/contracts.md section 1.1."""

import unittest

from rollbook_client import canonical, sign
from rollbook_client.signing import timestamp_now

_SECRET = "rbs_test_9f2c4e"
_NOON = "2026-03-13T12:00:00Z"
_BODY = (
    '{"externalId":"partner-user-42","email":"jane.doe@example.com",'
    '"firstName":"Jane","lastName":"Doe","dateOfBirth":"1990-05-15",'
    '"addressLine1":"123 Main St","addressLine2":"Suite 400",'
    '"city":"Toronto","postalCode":"M5V 2T6","province":"ON","country":"CA",'
    '"occupation":"Software Engineer","isCiroAffiliate":false}'
).encode()


class Signing(unittest.TestCase):
    def test_matches_the_contracts_vectors(self):
        vectors = (
            (
                ("GET", "/v1/users/ext123/balances", _NOON, b""),
                "c2efa34338aee777d8e7072d34958112"
                "628d5bee7f6e6726b93b4f4988179498",
            ),
            (
                ("POST", "/v1/users", _NOON, _BODY),
                "11c98e3a21952e534e1eaf1e4213489e"
                "151f9d87230bb45cd99d3cefdeb46abf",
            ),
            (
                (
                    "GET",
                    "/v1/users/partner%20user%2F42%2B%C3%A9?x=%3a",
                    _NOON,
                    b"",
                ),
                "6714344d54e8e56d22c65f3bbee41a60"
                "87140abb8591e3132de66e31d419921a",
            ),
            (
                (
                    "GET",
                    "/v1/users/partner-user-42",
                    "2026-03-13T12:00:00.250+00:00",
                    b"",
                ),
                "675e980836f2ea046271380e7871f3e0"
                "5408e1367ca562a88940adeb6bc8b134",
            ),
        )
        for request, signature in vectors:
            with self.subTest(target=request[1]):
                self.assertEqual(sign(_SECRET, *request), signature)

    def test_ends_the_canonical_string_in_a_line_feed_without_a_body(self):
        self.assertEqual(canonical("get", "/", _NOON, b"")[-1:], b"\n")
        self.assertEqual(canonical("get", "/", _NOON, b"")[:4], b"GET\n")

    def test_takes_timestamps_with_a_fraction_in_utc(self):
        self.assertRegex(
            timestamp_now(),
            r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z$",
        )


if __name__ == "__main__":
    unittest.main()

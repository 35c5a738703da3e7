"""The types of bodies have the names of the contracts' OpenAPI documents."""

import json
import pathlib
import unittest

from rollbook_client import bodies

_CONTRACTS = (
    pathlib.Path(__file__).resolve().parents[3] / "gateway" / "contracts"
)


def _schemas(contract):
    document = json.loads((_CONTRACTS / contract / "openapi.json").read_text())
    return document["components"]["schemas"]


class Bodies(unittest.TestCase):
    def _check(self, body, schema):
        members = body.__required_keys__ | body.__optional_keys__
        self.assertEqual(members, set(schema["properties"]))
        # An operator's policy may ask for less than the document says.
        self.assertLessEqual(
            body.__required_keys__, set(schema.get("required", ()))
        )

    def test_have_the_documents_members(self):
        for contract, body in (
            ("boca_raton", bodies.BocaRatonUser),
            ("capa", bodies.CapaUser),
            ("smartphonekey", bodies.SmartphoneKeyUser),
            ("wealthyhood", bodies.WealthyhoodUser),
        ):
            with self.subTest(contract=contract):
                self._check(body, _schemas(contract)["CreateUser"])

    def test_have_the_members_of_nested_objects(self):
        nested = _schemas("wealthyhood")["CreateUser"]["properties"]
        self._check(bodies.WealthyhoodAddress, nested["address"])
        self._check(bodies.WealthyhoodTaxResidency, nested["taxResidency"])

    def test_of_a_change_leave_out_the_name_in_the_path(self):
        schema = _schemas("boca_raton")["ChangeUser"]["properties"]
        changes = bodies.BocaRatonChanges.__optional_keys__
        self.assertEqual(changes | {"externalId"}, set(schema))


if __name__ == "__main__":
    unittest.main()

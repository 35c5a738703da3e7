// The signature, by the test vectors of docs/contracts.md section 1.1.

import assert from "node:assert/strict";
import { test } from "node:test";

import { sign, timestampNow } from "../src/signing.js";

const secret = "rbs_test_9f2c4e";
const noon = "2026-03-13T12:00:00Z";
const body =
  '{"externalId":"partner-user-42","email":"jane.doe@example.com",' +
  '"firstName":"Jane","lastName":"Doe","dateOfBirth":"1990-05-15",' +
  '"addressLine1":"123 Main St","addressLine2":"Suite 400",' +
  '"city":"Toronto","postalCode":"M5V 2T6","province":"ON","country":"CA",' +
  '"occupation":"Software Engineer","isCiroAffiliate":false}';

const vectors = [
  {
    request: ["GET", "/v1/users/ext123/balances", noon],
    signature:
      "c2efa34338aee777d8e7072d34958112628d5bee7f6e6726b93b4f4988179498",
  },
  {
    request: ["POST", "/v1/users", noon, body],
    signature:
      "11c98e3a21952e534e1eaf1e4213489e151f9d87230bb45cd99d3cefdeb46abf",
  },
  {
    request: ["GET", "/v1/users/partner%20user%2F42%2B%C3%A9?x=%3a", noon],
    signature:
      "6714344d54e8e56d22c65f3bbee41a6087140abb8591e3132de66e31d419921a",
  },
  {
    request: [
      "GET",
      "/v1/users/partner-user-42",
      "2026-03-13T12:00:00.250+00:00",
    ],
    signature:
      "675e980836f2ea046271380e7871f3e05408e1367ca562a88940adeb6bc8b134",
  },
] as const;

for (const { request, signature } of vectors) {
  test(`signs ${request[0]} ${request[1]} as the contract does`, () => {
    const [method, target, timestamp, text = ""] = request;
    assert.equal(sign(secret, method, target, timestamp, text), signature);
  });
}

test("timestamps are never twice the same", () => {
  const stamps = Array.from({ length: 1000 }, timestampNow);
  assert.equal(new Set(stamps).size, stamps.length);
  for (const stamp of stamps) {
    assert.match(stamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    assert.ok(Math.abs(Date.parse(stamp) - Date.now()) < 5000);
  }
});

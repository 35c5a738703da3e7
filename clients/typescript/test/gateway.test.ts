// All calls against a real gateway; see tests/clients/with_rollbookd.py.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";

import {
  ApiError,
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
  type BocaRatonUser,
  type CapaUser,
  type WealthyhoodUser,
} from "../src/index.js";

function environment(name: string): string {
  const value = process.env[name];
  assert.ok(value, `${name} is not set`);
  return value;
}

const url = environment("ROLLBOOK_URL");
const bocaRaton = new BocaRaton(url, {
  apiKey: environment("BOCA_RATON_API_KEY"),
  secret: environment("BOCA_RATON_SECRET"),
});

function jane(externalId: string): BocaRatonUser {
  return {
    externalId,
    email: "jane.doe@example.com",
    firstName: "Jane",
    lastName: "Doe",
    dateOfBirth: "1990-05-15",
    addressLine1: "123 Main St",
    addressLine2: "Suite 400",
    city: "Toronto",
    postalCode: "M5V 2T6",
    province: "ON",
    country: "CA",
    occupation: "Software Engineer",
    isCiroAffiliate: false,
  };
}

// The error that a call ends with.
async function failure<Kind extends ApiError>(
  call: Promise<unknown>,
  kind: new (...args: never[]) => Kind,
): Promise<Kind> {
  try {
    await call;
  } catch (error) {
    assert.ok(error instanceof kind, String(error));
    return error;
  }
  assert.fail("the call succeeded");
}

test("boca-raton creates, reads and changes a user", async () => {
  const id = `partner user/${randomUUID()}+é!'()*`;
  const made = await bocaRaton.createUser(jane(id));
  assert.equal(made.status, 201);
  assert.equal(made.body.status, "pendingCompliance");
  const seen = await bocaRaton.getUser(id);
  assert.deepEqual(seen.body, made.body);
  assert.equal(seen.etag, made.etag);
  assert.match(seen.requestId ?? "", /^req-/);
  const changed = await bocaRaton.updateUser(
    id,
    { city: "Ottawa", occupation: null },
    { ifMatch: seen.etag },
  );
  assert.match(changed.body.updatedAt, /Z$/);
  assert.notEqual(changed.etag, seen.etag);
  const late = bocaRaton.updateUser(id, { city: "X" }, { ifMatch: seen.etag });
  await failure(late, PreconditionFailedError);
});

test("boca-raton gives the first answer again for a known key", async () => {
  const user = jane(randomUUID());
  const idempotencyKey = randomUUID();
  const first = await bocaRaton.createUser(user, { idempotencyKey });
  const again = await bocaRaton.createUser(user, { idempotencyKey });
  assert.deepEqual(again.body, first.body);
  assert.deepEqual([first.replayed, again.replayed], [false, true]);
  const other = { ...user, city: "Ottawa" };
  await failure(
    bocaRaton.createUser(other, { idempotencyKey }),
    UnprocessableError,
  );
});

test("boca-raton's errors have types", async () => {
  const user = jane(randomUUID());
  await bocaRaton.createUser(user);
  const taken = await failure(bocaRaton.createUser(user), ConflictError);
  assert.equal(taken.code, "conflict");
  await failure(bocaRaton.getUser(randomUUID()), NotFoundError);
  const young = { dateOfBirth: "2020-01-01" };
  await failure(
    bocaRaton.updateUser(user.externalId, young),
    UnprocessableError,
  );
  const bad = { ...user, email: "no", city: "" };
  const invalid = await failure(bocaRaton.createUser(bad), InvalidRequestError);
  assert.deepEqual(
    invalid.fieldErrors.map((entry) => entry.field),
    ["email", "city"],
  );
  assert.match(invalid.requestId ?? "", /^req-/);
});

test("boca-raton refuses a wrong secret", async () => {
  const apiKey = environment("BOCA_RATON_API_KEY");
  const stranger = new BocaRaton(url, { apiKey, secret: "rbs_wrong" });
  await failure(stranger.getUser("42"), UnauthorizedError);
});

test("capa creates a user once", async () => {
  const capa = new Capa(url, { apiKey: environment("CAPA_API_KEY") });
  const user: CapaUser = {
    externalUserId: randomUUID(),
    method: "PHONE_NUMBER",
    identifier: "+524401234567",
    userType: "INDIVIDUAL",
  };
  const first = await capa.createUser(user);
  assert.equal(first.status, 201);
  const again = await capa.createUser(user);
  assert.equal(again.body.data.userId, first.body.data.userId);
  assert.ok(again.replayed);
  const bad = capa.createUser({ ...user, method: "EMAIL" });
  assert.equal((await failure(bad, InvalidRequestError)).code, "BAD_REQUEST");
});

test("capa refuses another key", async () => {
  const capa = new Capa(url, { apiKey: "rbk_unknown" });
  const refused = capa.createUser({ externalUserId: "42" });
  assert.equal((await failure(refused, UnauthorizedError)).code, "UNAUTHORIZED");
});

test("smartphonekey lives a user's life", async () => {
  const client = new SmartphoneKey(url, {
    apiKey: environment("SMARTPHONEKEY_API_KEY"),
  });
  const userId = randomUUID();
  const user = {
    userId,
    email: "jane@example.com",
    phoneNumber: "+1-555-0123",
  };
  const made = await client.createUser(user);
  assert.equal(made.status, 201);
  assert.equal(made.body.event?.type, "UserCreated");
  const again = await client.createUser(user);
  assert.equal(again.status, 200);
  assert.equal(again.body.event, null);
  const changed = await client.updatePhoneNumber(userId, "+14165550123");
  assert.equal(changed.body.event?.data.action, "set");
  const profile = await client.getProfile(userId);
  assert.equal(profile.body.phoneNumber, "+14165550123");
  assert.equal(profile.body.status, "ACTIVE");
  const removed = await client.updatePhoneNumber(userId, null);
  assert.equal(removed.body.event?.data.action, "removed");
  const bad = client.createUser({ ...user, email: "no" });
  const invalid = await failure(bad, InvalidRequestError);
  assert.equal(invalid.fieldErrors[0]?.field, "email");
});

test("smartphonekey needs a credential", () => {
  assert.throws(() => new SmartphoneKey(url, {}), TypeError);
});

function wealthy(email: string): WealthyhoodUser {
  return {
    email,
    firstName: "Jane",
    lastName: "Doe",
    dateOfBirth: "1990-05-15",
    residencyCountry: "GR",
    address: {
      line1: "1 Street",
      city: "Athens",
      postalCode: 10431,
      countryCode: "GR",
    },
  };
}

test("wealthyhood creates a user", async () => {
  const client = new Wealthyhood(url, {
    token: environment("WEALTHYHOOD_TOKEN"),
  });
  const user = wealthy(`${randomUUID()}@example.com`);
  const made = await client.createUser(user);
  assert.equal(made.status, 201);
  assert.match(made.body.id, /^[0-9a-f]{24}$/);
  assert.deepEqual(made.body.address, user.address);
  await failure(client.createUser(user), ConflictError);
});

test("wealthyhood needs the scope", async () => {
  const client = new Wealthyhood(url, {
    token: () => environment("WEALTHYHOOD_TOKEN_WITHOUT_SCOPE"),
  });
  await failure(client.createUser(wealthy("j@example.com")), ForbiddenError);
});

import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";

import {
  BocaRaton,
  InvalidRequestError,
  NotFoundError,
  RateLimitedError,
  ServerError,
  TransportError,
  Wealthyhood,
  type WealthyhoodUser,
} from "../src/index.js";
import { scriptedServer, type ScriptedAnswer } from "./scripted-server.js";

async function clientOf(context: TestContext, ...script: ScriptedAnswer[]) {
  const server = await scriptedServer(context, ...script);
  const slept: number[] = [];
  const sleep = async (seconds: number) => slept.push(seconds);
  const users = new BocaRaton(server.url, {
    apiKey: "k",
    secret: "s",
    retry: { attempts: 3, maxWaitS: 10, sleep },
  });
  return { server, slept, sleep, users };
}

test("waits as long as it is told and keeps the key", async (context) => {
  const { users, server, slept } = await clientOf(
    context,
    { status: 429, headers: { "Retry-After": "7" } },
    { status: 503, headers: { "Retry-After": "2" } },
    { status: 200, headers: { ETag: '"1"' }, body: '{"userId":"u"}' },
  );
  const answer = await users.updateUser("42", { city: "Ottawa" });
  assert.equal(answer.body.userId, "u");
  assert.equal(answer.etag, '"1"');
  assert.deepEqual(slept, [7, 2]);
  const sent = (name: string) =>
    new Set(server.seen.map(({ headers }) => headers[name]));
  assert.deepEqual(
    [...sent("idempotency-key")],
    [answer.idempotencyKey],
  );
  assert.equal(sent("x-request-timestamp").size, 3);
  assert.equal(sent("x-request-signature").size, 3);
});

test("gives up after the last attempt", async (context) => {
  const refusal = { status: 503, headers: { "Retry-After": "1" } };
  const { users, server } = await clientOf(
    context,
    refusal,
    refusal,
    refusal,
    refusal,
  );
  await assert.rejects(users.getUser("42"), ServerError);
  assert.equal(server.seen.length, 3);
});

test("leaves a long wait to the caller", async (context) => {
  const { users, slept } = await clientOf(context, {
    status: 429,
    headers: { "Retry-After": "11" },
  });
  await assert.rejects(users.getUser("42"), (error) => {
    assert.ok(error instanceof RateLimitedError);
    assert.equal(error.retryAfterS, 11);
    return true;
  });
  assert.deepEqual(slept, []);
});

test("does not repeat other errors", async (context) => {
  const { users, server } = await clientOf(context, { status: 500 });
  await assert.rejects(users.getUser("42"), ServerError);
  assert.equal(server.seen.length, 1);
});

test("says under which key an unanswered change was sent", async (context) => {
  const { users, server } = await clientOf(context);
  await assert.rejects(users.updateUser("42", {}), (error) => {
    assert.ok(error instanceof TransportError);
    const sent = server.seen[0]?.headers["idempotency-key"];
    assert.equal(error.idempotencyKey, sent);
    return true;
  });
});

test("asks for a token for every attempt", async (context) => {
  const { server, sleep, slept } = await clientOf(
    context,
    { status: 503 },
    { status: 201 },
  );
  const tokens = ["old", "new"];
  const users = new Wealthyhood(server.url, {
    token: async () => tokens.shift() ?? "",
    retry: { sleep },
  });
  await users.createUser({} as WealthyhoodUser);
  assert.deepEqual(
    server.seen.map(({ headers }) => headers.authorization),
    ["Bearer old", "Bearer new"],
  );
  assert.deepEqual(slept, [1]);
});

test("encodes an external id as one segment", async (context) => {
  const { users, server } = await clientOf(context, { status: 200 });
  await users.getUser("partner user/42+é");
  const target = "/v1/users/partner%20user%2F42%2B%C3%A9";
  assert.equal(server.seen[0]?.target, target);
});

test("refuses an external id that URLs cannot carry", async (context) => {
  const { users, server } = await clientOf(context);
  for (const id of [".", ".."]) {
    await assert.rejects(users.getUser(id), RangeError);
  }
  assert.equal(server.seen.length, 0);
});

test("needs an http URL without a query", () => {
  for (const url of ["ftp://users.example", "http://h/?q", "http://u@h/"]) {
    assert.throws(() => new BocaRaton(url, { apiKey: "k", secret: "s" }));
  }
});

test("names the fields of every contract's shape", async (context) => {
  const entries = [{ field: "email", message: "Is required" }];
  const bodies = [
    { error: "bad_request", message: "M", fieldErrors: entries },
    { code: "BAD_REQUEST", message: "M", errors: entries },
    { error: "Bad Request", message: "M", code: 400, details: entries },
  ];
  for (const body of bodies) {
    const { users } = await clientOf(context, {
      status: 400,
      headers: { "X-Request-Id": "req-1" },
      body: JSON.stringify(body),
    });
    await assert.rejects(users.getUser("42"), (error) => {
      assert.ok(error instanceof InvalidRequestError);
      assert.equal(error.name, "InvalidRequestError");
      assert.equal(error.code, body.error ?? body.code);
      assert.equal(error.detail, "M");
      assert.equal(error.requestId, "req-1");
      assert.deepEqual(error.fieldErrors, entries);
      return true;
    });
  }
});

test("survives answers that are not of the gateway", async (context) => {
  const { users } = await clientOf(context, { status: 404, body: "<html>" });
  await assert.rejects(users.getUser("42"), (error) => {
    assert.ok(error instanceof NotFoundError);
    assert.equal(error.code, "unknown");
    return true;
  });
});

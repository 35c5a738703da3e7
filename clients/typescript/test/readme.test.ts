import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

test("README has an example that runs", async () => {
  // From dist/test.
  const folder = new URL("../../", import.meta.url);
  const readme = await readFile(new URL("README.md", folder), "utf8");
  const example = await readFile(new URL("test/readme.ts", folder), "utf8");
  const blocks = [...readme.matchAll(/```ts\n(.*?)```/gs)];
  assert.deepEqual(
    blocks.map((block) => block[1]),
    [example],
  );
  await import("./readme.js");
});

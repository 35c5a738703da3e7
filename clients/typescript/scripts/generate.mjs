// Writes src/contracts/*.ts, the types of the four contracts, from the OpenAPI
// documents that the gateway serves. With --check it writes nothing and fails
// when a file is not what would be written.

import { readFile, writeFile } from "node:fs/promises";
import openapiTS, { astToString } from "openapi-typescript";

const contracts = {
  boca_raton: "boca-raton",
  capa: "capa",
  smartphonekey: "smartphonekey",
  wealthyhood: "wealthyhood",
};
const check = process.argv.includes("--check");
const root = new URL("../../../", import.meta.url);
let stale = 0;

for (const [folder, name] of Object.entries(contracts)) {
  const document = new URL(`gateway/contracts/${folder}/openapi.json`, root);
  const target = new URL(`../src/contracts/${name}.ts`, import.meta.url);
  const types = astToString(
    await openapiTS(JSON.parse(await readFile(document, "utf8"))),
  );
  const text =
    "// Written by scripts/generate.mjs from the contract's OpenAPI document;\n" +
    `// not edited.\n\n${types}`;
  if (!check) {
    await writeFile(target, text);
  } else if ((await readFile(target, "utf8")) !== text) {
    console.error(`src/contracts/${name}.ts is stale: npm run generate`);
    stale += 1;
  }
}
process.exitCode = stale === 0 ? 0 : 1;

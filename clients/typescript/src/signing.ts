// The signature of a boca-raton request (docs/contracts.md section 1.1).

import { createHmac } from "node:crypto";

// HMAC-SHA256 in lower-case hex, under the bytes of the secret itself. `target`
// is path and query exactly as they stand in the request line, `timestamp` the
// header's value, character for character.
export function sign(
  secret: string,
  method: string,
  target: string,
  timestamp: string,
  body = "",
): string {
  const canonical = [method.toUpperCase(), target, timestamp, body].join("\n");
  return createHmac("sha256", secret).update(canonical, "utf8").digest("hex");
}

let last = 0;

// Now in UTC, to the microsecond and never twice the same in one process: two
// equal requests shall not be one.
export function timestampNow(): string {
  last = Math.max(last + 1, Date.now() * 1000);
  const micros = String(last % 1_000_000).padStart(6, "0");
  const seconds = new Date(Math.floor(last / 1000)).toISOString().slice(0, 19);
  return `${seconds}.${micros}Z`;
}

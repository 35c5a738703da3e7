// The contract boca-raton: signed requests (docs/contracts.md section 1).

import { randomUUID } from "node:crypto";

import type { Answer } from "./answer.js";
import type { components } from "./contracts/boca-raton.js";
import { sign, timestampNow } from "./signing.js";
import { segment, Transport, type Options } from "./transport.js";

type Schemas = components["schemas"];

export type BocaRatonUser = Schemas["CreateUser"];
export type BocaRatonChanges = Schemas["ChangeUser"];

export interface BocaRatonOptions extends Options {
  readonly apiKey: string;
  readonly secret: string;
  // RFC 3339; the current time if not said.
  readonly now?: () => string;
}

export class BocaRaton {
  readonly #transport: Transport;

  constructor(baseUrl: string, options: BocaRatonOptions) {
    const { apiKey, secret, now = timestampNow } = options;
    this.#transport = new Transport(
      baseUrl,
      (method, target, body) => {
        const timestamp = now();
        return {
          "X-Api-Key": apiKey,
          "X-Request-Timestamp": timestamp,
          "X-Request-Signature": sign(secret, method, target, timestamp, body),
        };
      },
      options,
    );
  }

  createUser(
    user: BocaRatonUser,
    options: { idempotencyKey?: string } = {},
  ): Promise<Answer<Schemas["User"]>> {
    return this.#transport.call("POST", "/v1/users", user, keyed(options));
  }

  // What is not in `changes` stays as it is. With `ifMatch`, the ETag of an
  // earlier answer, nothing is changed when somebody else was faster:
  // PreconditionFailedError.
  async updateUser(
    externalId: string,
    changes: BocaRatonChanges,
    options: { ifMatch?: string | undefined; idempotencyKey?: string } = {},
  ): Promise<Answer<Schemas["ChangedUser"]>> {
    const headers = keyed(options);
    if (options.ifMatch !== undefined) headers["If-Match"] = options.ifMatch;
    const path = `/v1/users/${segment(externalId)}`;
    return this.#transport.call("PATCH", path, changes, headers);
  }

  async getUser(externalId: string): Promise<Answer<Schemas["User"]>> {
    return this.#transport.call("GET", `/v1/users/${segment(externalId)}`);
  }
}

// Every change has a key, so that every retry is safe.
function keyed(options: { idempotencyKey?: string }): Record<string, string> {
  return { "Idempotency-Key": options.idempotencyKey ?? randomUUID() };
}

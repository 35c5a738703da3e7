// The contract capa: an API key, one route.

import type { Answer } from "./answer.js";
import type { components } from "./contracts/capa.js";
import { Transport, type Options } from "./transport.js";

type Schemas = components["schemas"];

export type CapaUser = Schemas["CreateUser"];

export interface CapaOptions extends Options {
  readonly apiKey: string;
}

export class Capa {
  readonly #transport: Transport;

  constructor(baseUrl: string, options: CapaOptions) {
    const headers = { "partner-api-key": options.apiKey };
    this.#transport = new Transport(baseUrl, () => headers, options);
  }

  // data.userId is the first user's, and the answer `replayed`, when
  // externalUserId was there before.
  createUser(user: CapaUser): Promise<Answer<Schemas["CreatedUser"]>> {
    return this.#transport.call("POST", "/api/partner/v1/user", user);
  }
}

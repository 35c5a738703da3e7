// The contract wealthyhood: a bearer token, one route.

import type { Answer } from "./answer.js";
import type { components } from "./contracts/wealthyhood.js";
import { bearer, type Token } from "./token.js";
import { Transport, type Options } from "./transport.js";

type Schemas = components["schemas"];

export type WealthyhoodUser = Schemas["CreateUser"];

export interface WealthyhoodOptions extends Options {
  readonly token: Token;
}

export class Wealthyhood {
  readonly #transport: Transport;

  constructor(baseUrl: string, options: WealthyhoodOptions) {
    const authorize = () => bearer(options.token);
    this.#transport = new Transport(baseUrl, authorize, options);
  }

  // ConflictError when the e-mail is taken.
  createUser(user: WealthyhoodUser): Promise<Answer<Schemas["User"]>> {
    return this.#transport.call("POST", "/users", user);
  }
}

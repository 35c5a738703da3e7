// The contract smartphonekey: an API key or a token, users by UUID.

import type { Answer } from "./answer.js";
import type { components } from "./contracts/smartphonekey.js";
import { bearer, type Token } from "./token.js";
import { segment, Transport, type Options } from "./transport.js";

type Schemas = components["schemas"];

export type SmartphoneKeyUser = Schemas["CreateUser"];

// One of the credentials, or both.
export interface SmartphoneKeyOptions extends Options {
  readonly apiKey?: string;
  readonly token?: Token;
}

export class SmartphoneKey {
  readonly #transport: Transport;

  constructor(baseUrl: string, options: SmartphoneKeyOptions) {
    const { apiKey, token } = options;
    if (apiKey === undefined && token === undefined) {
      throw new TypeError("apiKey or token is needed");
    }
    this.#transport = new Transport(
      baseUrl,
      async () => ({
        ...(token === undefined ? {} : await bearer(token)),
        ...(apiKey === undefined ? {} : { "X-API-Key": apiKey }),
      }),
      options,
    );
  }

  // 201; 200 with event null when the user exists.
  async createUser(
    user: SmartphoneKeyUser,
  ): Promise<
    Answer<Schemas["UserCreatedAnswer"] | Schemas["UnchangedAnswer"]>
  > {
    const path = `/users/${segment(user.userId)}/CreateUser`;
    return this.#transport.call("POST", path, user);
  }

  // null removes the number.
  async updatePhoneNumber(
    userId: string,
    phoneNumber: string | null,
  ): Promise<Answer<Schemas["PhoneNumberAnswer"]>> {
    const path = `/users/${segment(userId)}/UpdatePhoneNumber`;
    return this.#transport.call("POST", path, { phoneNumber });
  }

  async getProfile(userId: string): Promise<Answer<Schemas["Profile"]>> {
    return this.#transport.call("GET", `/users/${segment(userId)}/profile`);
  }
}

// One request and its retries, by Node's fetch.

import { answerOf, type Answer } from "./answer.js";
import { errorOf, retryAfterS, TransportError } from "./errors.js";
import { defaultRetry, waitS, type Retry } from "./retry.js";

export interface Options {
  readonly timeoutMs?: number;
  readonly retry?: Partial<Retry>;
}

type HeaderMap = Record<string, string>;

// Headers for one attempt.
export type Authorize = (
  method: string,
  target: string,
  body: string,
) => HeaderMap | Promise<HeaderMap>;

const defaultTimeoutMs = 30_000;

// `text` as one segment of a path; a slash in it is no separator.
export function segment(text: string): string {
  return encodeURIComponent(text);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

// Sends requests to one gateway; every attempt is authorized anew.
export class Transport {
  readonly #origin: string;
  // A proxy's prefix belongs to the target, and so to what is signed.
  readonly #prefix: string;
  readonly #authorize: Authorize;
  readonly #timeoutMs: number;
  readonly #retry: Retry;

  constructor(baseUrl: string, authorize: Authorize, options: Options = {}) {
    const url = new URL(baseUrl);
    if (url.protocol !== "http:" && url.protocol !== "https:") {
      throw new TypeError(`not an http(s) URL: ${baseUrl}`);
    }
    if (url.search || url.hash || url.username) {
      throw new TypeError("the URL may have scheme, host, port and path");
    }
    this.#origin = url.origin;
    this.#prefix = url.pathname.replace(/\/+$/, "");
    this.#authorize = authorize;
    this.#timeoutMs = options.timeoutMs ?? defaultTimeoutMs;
    this.#retry = { ...defaultRetry, ...options.retry };
  }

  // Resolves with a 2xx, rejects with a RollbookError for everything else.
  async call<Body>(
    method: string,
    path: string,
    body?: object,
    headers: HeaderMap = {},
  ): Promise<Answer<Body>> {
    const target = this.#prefix + path;
    const url = new URL(this.#origin + target);
    if (url.pathname + url.search !== target) {
      // URLs have no segments "." and "..": fetch would ask for another path.
      throw new RangeError(`${target} cannot be addressed with fetch`);
    }
    const data = body === undefined ? "" : JSON.stringify(body);
    const sent: HeaderMap = { Accept: "application/json", ...headers };
    if (body !== undefined) sent["Content-Type"] = "application/json";
    const key = headers["Idempotency-Key"];
    for (let attempt = 1; ; ++attempt) {
      // A signature is good for one moment: each attempt has its own.
      const fresh = await this.#authorize(method, target, data);
      const { response, text } = await this.#send(
        url,
        { method, headers: { ...sent, ...fresh } },
        data,
        key,
      );
      const answer = parse(text);
      if (response.ok) return answerOf(response, answer as Body, key);
      const wait = waitS(
        this.#retry,
        attempt,
        response.status,
        retryAfterS(response.headers),
      );
      if (wait === undefined) throw errorOf(response, answer, key);
      await this.#retry.sleep(wait);
    }
  }

  async #send(
    url: URL,
    request: { method: string; headers: HeaderMap },
    data: string,
    key: string | undefined,
  ): Promise<{ response: Response; text: string }> {
    try {
      const response = await fetch(url, {
        ...request,
        ...(data === "" ? {} : { body: data }),
        // A signature covers one path, and credentials are for one host.
        redirect: "error",
        signal: AbortSignal.timeout(this.#timeoutMs),
      });
      return { response, text: await response.text() };
    } catch (cause) {
      throw new TransportError(
        `${request.method} ${url.pathname}: ${String(cause)}`,
        key,
        cause,
      );
    }
  }
}

// What a call returns: a success.
export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
  readonly headers: Headers;
  // For `ifMatch` of a later change.
  readonly etag: string | undefined;
  readonly requestId: string | undefined;
  // Whether this is the answer to an earlier, equal request.
  readonly replayed: boolean;
  // What a change was sent under, for those who want to repeat it later.
  readonly idempotencyKey: string | undefined;
}

export function answerOf<Body>(
  response: Response,
  body: Body,
  idempotencyKey: string | undefined,
): Answer<Body> {
  return {
    status: response.status,
    body,
    headers: response.headers,
    etag: response.headers.get("etag") ?? undefined,
    requestId: response.headers.get("x-request-id") ?? undefined,
    replayed: response.headers.get("idempotent-replayed") === "true",
    idempotencyKey,
  };
}

// All errors of a call. The four contracts' shapes become one.

export interface FieldError {
  readonly field: string;
  readonly message: string;
}

// Whatever goes wrong in a call is one of these.
export class RollbookError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

// No answer came: whether the request was carried out is not known. A
// boca-raton change can be sent again under `idempotencyKey`.
export class TransportError extends RollbookError {
  constructor(
    message: string,
    readonly idempotencyKey: string | undefined,
    cause: unknown,
  ) {
    super(message, { cause });
  }
}

export interface ErrorDetails {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly fieldErrors: readonly FieldError[];
  readonly requestId: string | undefined;
  readonly retryAfterS: number | undefined;
  readonly idempotencyKey: string | undefined;
}

// An answer that is no success.
export class ApiError extends RollbookError {
  readonly status: number;
  readonly code: string;
  // The service's words; `message` has status, code and fields beside them.
  readonly detail: string;
  readonly fieldErrors: readonly FieldError[];
  // What support wants to know.
  readonly requestId: string | undefined;
  readonly retryAfterS: number | undefined;
  readonly idempotencyKey: string | undefined;

  constructor(details: ErrorDetails) {
    const fields = details.fieldErrors.map((e) => `; ${e.field}: ${e.message}`);
    const id = details.requestId === undefined ? "" : ` (${details.requestId})`;
    super(
      `${details.status} ${details.code}: ${details.message}` +
        `${fields.join("")}${id}`,
    );
    this.status = details.status;
    this.code = details.code;
    this.detail = details.message;
    this.fieldErrors = details.fieldErrors;
    this.requestId = details.requestId;
    this.retryAfterS = details.retryAfterS;
    this.idempotencyKey = details.idempotencyKey;
  }
}

// 400: `fieldErrors` says what is wrong with which field.
export class InvalidRequestError extends ApiError {}
// 401: the credential, the signature, or the clock of this machine.
export class UnauthorizedError extends ApiError {}
// 403: the credential is good, and not for this.
export class ForbiddenError extends ApiError {}
export class NotFoundError extends ApiError {}
// 409: another user has this externalId, or e-mail.
export class ConflictError extends ApiError {}
// 412: the user was changed since the ETag in `ifMatch` was read.
export class PreconditionFailedError extends ApiError {}
// 422: well-formed, and not possible.
export class UnprocessableError extends ApiError {}
// 429, after all retries.
export class RateLimitedError extends ApiError {}
// 5xx; 503 after all retries.
export class ServerError extends ApiError {}

const byStatus = new Map<number, typeof ApiError>([
  [400, InvalidRequestError],
  [401, UnauthorizedError],
  [403, ForbiddenError],
  [404, NotFoundError],
  [409, ConflictError],
  [412, PreconditionFailedError],
  [422, UnprocessableError],
  [429, RateLimitedError],
]);

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function fieldErrorsOf(body: Record<string, unknown>): FieldError[] {
  for (const name of ["fieldErrors", "errors", "details"]) {
    const entries = body[name];
    if (Array.isArray(entries)) {
      return entries.filter(isRecord).map((entry) => ({
        field: String(entry["field"]),
        message: String(entry["message"]),
      }));
    }
  }
  return [];
}

// Whole seconds; undefined when there are none.
export function retryAfterS(headers: Headers): number | undefined {
  const text = headers.get("retry-after") ?? "";
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

// The error that an answer stands for, whichever contract it is of.
export function errorOf(
  response: Response,
  body: unknown,
  idempotencyKey: string | undefined,
): ApiError {
  const members = isRecord(body) ? body : {};
  const kind =
    byStatus.get(response.status) ??
    (response.status >= 500 ? ServerError : ApiError);
  const requestId = members["requestId"];
  return new kind({
    status: response.status,
    // boca-raton and smartphonekey name the error in `error`, the others in
    // `code`; something before the gateway may answer without either.
    code: String(members["error"] ?? members["code"] ?? "unknown"),
    message: String(members["message"] ?? ""),
    fieldErrors: fieldErrorsOf(members),
    requestId:
      typeof requestId === "string"
        ? requestId
        : (response.headers.get("x-request-id") ?? undefined),
    retryAfterS: retryAfterS(response.headers),
    idempotencyKey,
  });
}

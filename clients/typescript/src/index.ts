// Client of Rollbook's partner contracts: one class per contract.

export type { Answer } from "./answer.js";
export {
  BocaRaton,
  type BocaRatonChanges,
  type BocaRatonOptions,
  type BocaRatonUser,
} from "./boca-raton.js";
export { Capa, type CapaOptions, type CapaUser } from "./capa.js";
export {
  ApiError,
  ConflictError,
  ForbiddenError,
  InvalidRequestError,
  NotFoundError,
  PreconditionFailedError,
  RateLimitedError,
  RollbookError,
  ServerError,
  TransportError,
  UnauthorizedError,
  UnprocessableError,
  type FieldError,
} from "./errors.js";
export type { Retry } from "./retry.js";
export { sign } from "./signing.js";
export {
  SmartphoneKey,
  type SmartphoneKeyOptions,
  type SmartphoneKeyUser,
} from "./smartphonekey.js";
export type { Token } from "./token.js";
export type { Options } from "./transport.js";
export {
  Wealthyhood,
  type WealthyhoodOptions,
  type WealthyhoodUser,
} from "./wealthyhood.js";
// All bodies of a contract: BocaRatonContract["schemas"]["Error"].
export type { components as BocaRatonContract } from "./contracts/boca-raton.js";
export type { components as CapaContract } from "./contracts/capa.js";
export type { components as SmartphoneKeyContract } from "./contracts/smartphonekey.js";
export type { components as WealthyhoodContract } from "./contracts/wealthyhood.js";

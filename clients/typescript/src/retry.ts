// When a refused request is sent again.

import { setTimeout as pause } from "node:timers/promises";

export interface Retry {
  // In all, the first one included.
  readonly attempts: number;
  // A longer Retry-After is the caller's to wait for.
  readonly maxWaitS: number;
  readonly sleep: (seconds: number) => Promise<unknown>;
}

export const defaultRetry: Retry = {
  attempts: 4,
  maxWaitS: 30,
  sleep: (seconds) => pause(seconds * 1000),
};

// For a 503 that does not say; a proxy's, for instance.
const defaultWaitS = 1;

// Seconds before the next attempt; undefined when there is none.
export function waitS(
  retry: Retry,
  attempt: number,
  status: number,
  retryAfterS: number | undefined,
): number | undefined {
  // Both mean that nothing was done, and carry Retry-After.
  if (status !== 429 && status !== 503) return undefined;
  if (attempt >= retry.attempts) return undefined;
  const wait = retryAfterS ?? defaultWaitS;
  return wait <= retry.maxWaitS ? wait : undefined;
}

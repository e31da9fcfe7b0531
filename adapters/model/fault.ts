import { ProviderError, type FaultKind, type Spent } from "#src/errors.ts";
import type { ModelOptions } from "./options.ts";

/** What went wrong outside, as one vendor told it. */
export interface Fault {
  readonly kind: FaultKind;
  /** For people: status, code, the provider's own words. Cleaned and cut before anybody sees it. */
  readonly detail: string;
  readonly retryAfterMs?: number | null;
}

/** Carries a fault that we found ourselves to where all faults are translated. */
export class Faulty extends Error {
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(fault.detail);
    this.fault = fault;
  }
}

interface Meaning {
  readonly happened: string;
  readonly next: string;
  readonly retryable: boolean;
}

const meanings: Readonly<Record<FaultKind, Meaning>> = {
  rate: {
    happened: "got too many requests",
    next: "wait, lower the pace, or name a fallback model",
    retryable: true,
  },
  overloaded: { happened: "is overloaded", next: "wait, or name a fallback model", retryable: true },
  quota: {
    happened: "has no money or allowance left for this key",
    next: "top up the account or raise its limit, or use another provider",
    retryable: false,
  },
  auth: {
    happened: "refused the key",
    next: "check the key and what it is allowed to use, then start again",
    retryable: false,
  },
  server: { happened: "failed on its side", next: "try again, or name a fallback model", retryable: true },
  connection: {
    happened: "could not be reached, or cut the answer off",
    next: "check the network and the base URL",
    retryable: true,
  },
  timeout: {
    happened: "did not answer in time",
    next: "try again, allow more time, or name a fallback model",
    retryable: true,
  },
  "bad-response": {
    happened: "answered something that is no answer",
    next: "try again, and check the base URL",
    retryable: true,
  },
  "bad-request": {
    happened: "refused the request",
    next: "check the model's name and its settings",
    retryable: false,
  },
  "too-large": {
    happened: "cannot take that much text",
    next: "use a model with more room, or lower maxTokens of the stage",
    retryable: false,
  },
};

/** Most characters of a provider's own words. */
const detailLimit = 300;

/** The error for people and programs. The SDK's error is no cause of it: that has headers and bodies in it. */
export const providerError = (
  { provider, model, apiKey }: ModelOptions,
  fault: Fault,
  usage: Spent | null,
): ProviderError => {
  const { happened, next, retryable } = meanings[fault.kind];
  const detail = withoutSecrets(fault.detail, apiKey)
    .replace(/[\p{C}\s]+/gu, " ")
    .trim()
    .slice(0, detailLimit);
  return new ProviderError(
    `${provider}/${model} ${happened}${detail === "" ? "" : ` (${detail})`}; ${next}`,
    { kind: fault.kind, retryable, retryAfterMs: fault.retryAfterMs ?? null, usage },
  );
};

/** Providers like to repeat a refused key, whole or with stars in it. */
const withoutSecrets = (text: string, apiKey: string | null): string =>
  (apiKey === null || apiKey.length < 6 ? text : text.replaceAll(apiKey, "[secret]")).replace(
    /\b(?:sk|pk|rk|key|AIza)[-_*][\w*.-]{4,}/g,
    "[secret]",
  );

import type * as Sdk from "@anthropic-ai/sdk";
import type { FaultKind } from "#src/errors.ts";
import type { Fault } from "./fault.ts";
import { detailOf, kindOfStatus, networkCodeOf, retryAfterOf } from "./http-fault.ts";

/** What an error of Anthropic's SDK, or one that passed through it, means. Decided by class, status, code and type, never by words. `now` is for dates in retry-after. */
export const anthropicFault = (error: unknown, sdk: typeof Sdk, now: number): Fault => {
  if (error instanceof sdk.APIConnectionTimeoutError) return { kind: "timeout", detail: "" };
  if (error instanceof sdk.APIConnectionError || error instanceof sdk.APIUserAbortError)
    return { kind: "connection", detail: networkCodeOf(error) ?? "" };
  if (isApiError(error, sdk)) return apiFault(error, now);
  const code = networkCodeOf(error);
  if (code !== null) return { kind: "connection", detail: code };
  return { kind: "bad-response", detail: error instanceof Error ? error.constructor.name : typeof error };
};

type ApiError = InstanceType<typeof Sdk.APIError>;

const isApiError = (error: unknown, sdk: typeof Sdk): error is ApiError => error instanceof sdk.APIError;

const apiFault = (error: ApiError, now: number): Fault => ({
  kind: kindOf(error),
  detail: detailOf(error.status, error.errorCode ?? error.type, error.requestID, error.apiMessage),
  retryAfterMs: retryAfterOf(error.headers, now),
});

const kindOf = ({ status, type, errorCode, headers }: ApiError): FaultKind => {
  const byCode = codeKinds.get(errorCode ?? "");
  if (byCode !== undefined) return byCode;
  if (type === "billing_error") return "quota";
  // Anthropic says so for limits that last for days: waiting does not help.
  if (status === 429 && headers?.get("x-should-retry") === "false") return "quota";
  // An error inside a stream has a type only.
  return status === undefined ? (typeKinds.get(type ?? "") ?? "server") : kindOfStatus(status);
};

const codeKinds: ReadonlyMap<string, FaultKind> = new Map([
  ["enforced_spend_limit_reached", "quota"],
  ["contract_spend_limit_reached", "quota"],
  ["linked_organization_spend_limit_reached", "quota"],
  ["linked_organization_billing_unavailable", "quota"],
  ["organization_on_hold", "quota"],
  ["ramp_limit_exceeded", "rate"],
  ["request_body_too_large_after_decoding", "too-large"],
]);

const typeKinds: ReadonlyMap<string, FaultKind> = new Map([
  ["overloaded_error", "overloaded"],
  ["rate_limit_error", "rate"],
  ["authentication_error", "auth"],
  ["permission_error", "auth"],
  ["invalid_request_error", "bad-request"],
  ["not_found_error", "bad-request"],
  ["request_too_large", "too-large"],
  ["timeout_error", "timeout"],
  ["api_error", "server"],
]);

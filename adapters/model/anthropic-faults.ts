import type * as Sdk from "@anthropic-ai/sdk";
import type { FaultKind } from "#src/errors.ts";
import type { Fault } from "./fault.ts";
import { detailOf, kindOfStatus, retryAfterOf } from "./http-fault.ts";
import { sdkFault } from "./sdk-fault.ts";

/** What an error of Anthropic's SDK, or one that passed through it, means. Decided by class, status, code and type, and by words only where there is nothing else. `now` is for dates in retry-after. */
export const anthropicFault = (error: unknown, sdk: typeof Sdk, now: number): Fault =>
  sdkFault<ApiError>(error, sdk, (answered) => apiFault(answered, now));

type ApiError = InstanceType<typeof Sdk.APIError>;

const apiFault = (error: ApiError, now: number): Fault => ({
  kind: kindOf(error),
  detail: detailOf(error.status, error.errorCode ?? error.type, error.requestID, error.apiMessage),
  retryAfterMs: retryAfterOf(error.headers, now),
});

const kindOf = ({ status, type, errorCode, headers, apiMessage }: ApiError): FaultKind => {
  const byCode = codeKinds.get(errorCode ?? "");
  if (byCode !== undefined) return byCode;
  if (type === "billing_error") return "quota";
  if (type === "invalid_request_error" && tooLong.test(apiMessage ?? "")) return "too-large";
  // Anthropic says so for limits that last for days: waiting does not help.
  if (status === 429 && headers?.get("x-should-retry") === "false") return "quota";
  // An error inside a stream has a type only.
  return status === undefined ? (typeKinds.get(type ?? "") ?? "server") : kindOfStatus(status);
};

/** A prompt that does not fit is an `invalid_request_error` like any other, without a code: only its words tell ("prompt is too long: 210000 tokens > 200000 maximum", "input length and `max_tokens` exceed context limit"). */
const tooLong = /^(?:prompt is too long|input length and `?max_tokens`? exceed context limit)/i;

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

import type { Fault } from "./fault.ts";
import { networkCodeOf } from "./http-fault.ts";

type ErrorClass<E> = abstract new (...args: never[]) => E;

/** The classes of errors by which the vendors' SDKs tell what happened: both are made by the same generator. */
interface SdkErrors<E> {
  readonly APIError: ErrorClass<E>;
  readonly APIConnectionError: ErrorClass<Error>;
  readonly APIConnectionTimeoutError: ErrorClass<Error>;
  readonly APIUserAbortError: ErrorClass<Error>;
}

/** What an error of a vendor's SDK, or one that passed through it, means. What the vendor itself answered, `answered` reads. */
export const sdkFault = <E>(error: unknown, sdk: SdkErrors<E>, answered: (error: E) => Fault): Fault => {
  if (error instanceof sdk.APIConnectionTimeoutError) return { kind: "timeout", detail: "" };
  if (error instanceof sdk.APIConnectionError || error instanceof sdk.APIUserAbortError)
    return { kind: "connection", detail: networkCodeOf(error) ?? "" };
  if (error instanceof sdk.APIError) return answered(error);
  const code = networkCodeOf(error);
  if (code !== null) return { kind: "connection", detail: code };
  return { kind: "bad-response", detail: error instanceof Error ? error.constructor.name : typeof error };
};

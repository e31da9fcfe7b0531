import { ProviderError } from "#src/errors.ts";
import type { Model, ModelRequest } from "#src/ports.ts";
import { Faulty, providerError, type Fault } from "./fault.ts";
import { nothingHeard, responseOf, usageOf, type Heard } from "./heard.ts";
import { withinLimits, type Watch } from "./limits.ts";
import type { ModelOptions } from "./options.ts";

/** How one vendor is talked to. */
export interface Vendor {
  /** Makes one call, and tells again and again what has come so far. Throws whatever its SDK throws. */
  ask(request: ModelRequest, watch: Watch): AsyncIterable<Heard>;
  /** What an error that came out of `ask` means. */
  faultOf(error: unknown): Fault;
}

/** A model behind a network. One call to it is one request: whether to try again is decided by who calls. */
export const createRemoteModel = (options: ModelOptions, load: () => Promise<Vendor>): Model => ({
  name: `${options.provider}/${options.model}`,
  complete: async (request, signal) => {
    signal.throwIfAborted();
    const vendor = await load();
    let heard = nothingHeard;
    const { clock, deadlineMs, firstMs, idleMs } = options;
    const limits = { clock, deadlineMs, silence: options.streaming ? { firstMs, idleMs } : null };
    try {
      return await withinLimits(limits, signal, async (watch) => {
        for await (const more of vendor.ask(request, watch)) {
          if (options.streaming && more.text !== heard.text) request.onText?.(more.text);
          heard = more;
        }
        return responseOf(heard, request, options);
      });
    } catch (error) {
      throw providerError(options, faultOf(vendor, error, signal), usageOf(heard, request));
    }
  },
});

/** Throws the signal's reason when aborted, unless that is a deadline of who asks: then it is a fault of who did not answer in time, and what was heard before counts. */
const faultOf = (vendor: Vendor, error: unknown, signal: AbortSignal): Fault => {
  if (signal.aborted && signal.reason instanceof ProviderError)
    return { kind: "timeout", detail: signal.reason.message };
  signal.throwIfAborted();
  return error instanceof Faulty ? error.fault : vendor.faultOf(error);
};

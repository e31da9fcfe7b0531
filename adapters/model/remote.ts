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
    const { clock, deadlineMs } = options;
    const limits = { clock, deadlineMs, idleMs: options.streaming ? options.idleMs : null };
    try {
      return await withinLimits(limits, signal, async (watch) => {
        for await (const more of vendor.ask(request, watch)) {
          if (options.streaming && more.text !== heard.text) request.onText?.(more.text);
          heard = more;
        }
        return responseOf(heard, request, options);
      });
    } catch (error) {
      signal.throwIfAborted();
      const fault = error instanceof Faulty ? error.fault : vendor.faultOf(error);
      throw providerError(options, fault, usageOf(heard, request));
    }
  },
});

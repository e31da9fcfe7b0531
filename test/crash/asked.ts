import { z } from "zod";
import type { Calls, Model } from "#src/ports.ts";
import { note } from "./journal.ts";

/** One line per call that really went to the model. `recorded`: its answer was recorded already, so it was paid twice. */
export const Asked = z.strictObject({ key: z.string(), recorded: z.boolean() });
export type Asked = z.infer<typeof Asked>;

/** The model, with every call written down before it is made: what a provider would put on the bill. */
export const onTheBill = (model: Model, calls: Calls, file: string): Model => ({
  name: model.name,
  complete: async (request, signal) => {
    const recorded = (await calls.get(request.key)) !== undefined;
    note(file, { key: request.key, recorded } satisfies Asked);
    return await model.complete(request, signal);
  },
});

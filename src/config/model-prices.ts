import { z } from "zod";
import { ProviderName } from "./providers.ts";

/** US dollars for a million tokens; above any real price, so that a slip such as cents or dollars for one token is noticed. */
const Dollars = z.number().min(0).max(10_000);

/** What a person says that a model costs: US dollars for a million tokens. */
export const ModelPrice = z.strictObject({
  input: Dollars,
  output: Dollars,
  /** Input read from the provider's cache; like other input when left out. */
  cached: Dollars.optional(),
  /** Input written to the provider's cache; 1.25 times the input when left out, as vendors take. */
  cacheWrite: Dollars.optional(),
});
export type ModelPrice = z.infer<typeof ModelPrice>;

/** `{provider}/{model}` in a setting; the model's own name may have slashes. */
export const ModelName = z.string().superRefine((name, context) => {
  const slash = name.indexOf("/");
  if (slash < 1 || slash === name.length - 1)
    return context.addIssue({ code: "custom", message: "write it as PROVIDER/MODEL" });
  for (const { message } of ProviderName.safeParse(name.slice(0, slash)).error?.issues ?? [])
    context.addIssue({ code: "custom", message });
});

import { z } from "zod";
import { BotArmyError } from "../errors.ts";
import { Role } from "./role.ts";

/** Roles and prompt files as they were when a project started: stored with it, so that later changes do not touch it. */
export const Bundle = z.strictObject({
  /** Only the roles the workflow uses, in the order of its stages. */
  roles: z.array(Role).min(1),
  /** Every prompt file's text by its path, e.g. `agents/prompts/plan.liquid`. */
  prompts: z.record(z.string(), z.string()),
});
export type Bundle = z.infer<typeof Bundle>;

/** Reads a stored bundle. Throws BotArmyError `bundle-invalid`. */
export function parseBundle(text: string): Bundle {
  try {
    return Bundle.parse(JSON.parse(text));
  } catch (cause) {
    const message =
      "the stored roles and prompts of this project cannot be read; restore the data folder from a backup, or start the project anew";
    throw new BotArmyError("bundle-invalid", message, { cause });
  }
}

/** JSON with the keys of every object in order, so that equal data is equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner) ? sortKeys(inner) : inner,
  );
}

function sortKeys(value: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

import { z } from "zod";

// Bounds are refinements: they are checked, but do not stand in the JSON schema, where each would cost tokens in every prompt.

/** The id of something that others refer to: `FR-1`, `TASK-12`. */
export const Id = z
  .string()
  .refine((id) => /^[A-Z]{1,6}-[1-9]\d{0,3}$/.test(id), { error: "an id looks like FR-1 or TASK-12" });

/** Words that must be there. */
export const text = (most: number) =>
  optionalText(most).refine((given) => given.trim() !== "", { error: "must not be empty" });

/** Words that may be empty. */
export const optionalText = (most: number) =>
  z.string().refine((given) => given.length <= most, { error: `must have at most ${most} characters` });

/** A list of at most so many. */
export const list = <T extends z.ZodType>(item: T, most: number) =>
  z.array(item).refine((given) => given.length <= most, { error: `must have at most ${most} items` });

/** Ids of other things. */
export const ids = list(Id, 100);

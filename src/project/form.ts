import { z } from "zod";

const base = { id: z.string().min(1).max(40), label: z.string().min(1).max(45), optional: z.boolean() };

/** One thing a form asks for. Labels keep to 45 characters, the most that Discord shows. */
export const Field = z.discriminatedUnion("type", [
  z.strictObject({
    ...base,
    type: z.literal("text"),
    long: z.boolean(),
    hint: z.string().max(100),
    initial: z.string().max(3_000),
    /** Most characters; both platforms stop at 3,000 or above. */
    most: z.number().int().min(1).max(3_000),
  }),
  z.strictObject({
    ...base,
    type: z.literal("choice"),
    options: z
      .array(z.strictObject({ id: z.string().min(1).max(75), label: z.string().min(1).max(75) }))
      .min(1)
      .max(25),
    initial: z.string().nullable(),
  }),
  z.strictObject({ ...base, type: z.literal("people"), initial: z.array(z.string()).max(10) }),
  z.strictObject({ ...base, type: z.literal("files"), most: z.number().int().min(1).max(10) }),
]);
export type Field = z.infer<typeof Field>;

/** A form to fill in, by meaning. Chats without forms say its `fallback`. */
export const Form = z.strictObject({
  kind: z.literal("form"),
  /** Comes back with what was filled in; says what the form is about, e.g. `decide p-3f9k2m7q e3 2 modify`. */
  id: z.string().min(1).max(90),
  title: z.string().min(1).max(24),
  submit: z.string().min(1).max(24),
  /** CommonMark above the fields; may be empty. */
  intro: z.string().max(2_000),
  fields: z.array(Field).min(1).max(10),
  /** How to say the same in words. */
  fallback: z.string().min(1).max(1_000),
});
export type Form = z.infer<typeof Form>;

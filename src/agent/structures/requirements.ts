import { z } from "zod";
import { Id, list, optionalText, text } from "./fields.ts";

/** What is wanted, as data. */
export const Requirements = z.strictObject({
  goals: list(z.strictObject({ id: Id, text: text(600), measure: optionalText(600) }), 30),
  personas: list(z.strictObject({ name: text(120), needs: optionalText(600) }), 20),
  requirements: list(
    z.strictObject({
      id: Id,
      title: text(200),
      text: text(1_200),
      kind: z.enum(["functional", "quality"]),
      priority: z.enum(["must", "should", "could"]),
      /** The words it comes from; empty for an assumption. */
      quote: optionalText(1_200),
      /** Given, when, then; `failing` for the case in which it goes wrong. */
      acceptance: list(z.strictObject({ text: text(800), failing: z.boolean() }), 12),
    }),
    200,
  ),
  assumptions: list(text(600), 60),
  questions: list(z.strictObject({ text: text(600), assumption: optionalText(600) }), 40),
  outOfScope: list(text(600), 60),
});
export type Requirements = z.infer<typeof Requirements>;

/** One thing that is wanted. */
export type Requirement = Requirements["requirements"][number];

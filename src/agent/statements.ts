import { z } from "zod";
import type { GroundedClaim } from "./grounding.ts";

/** What a result states, and the words it rests on: kept beside the result, to be compared with later ones. */
const Statement = z.strictObject({
  text: z.string(),
  source: z.string(),
  quote: z.string(),
  /** Whether the quoted words were found. */
  grounded: z.boolean(),
});
export type Statement = z.infer<typeof Statement>;

/** Statements as the text that is kept. */
export const writeStatements = (claims: readonly GroundedClaim[]): string =>
  JSON.stringify(claims.map(({ text, source, quote, grounded }) => ({ text, source, quote, grounded })));

/** Statements as they were kept; none when another version kept them in another form. */
export const readStatements = (text: string): readonly Statement[] => {
  const parsed = z.array(Statement).safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : [];
};

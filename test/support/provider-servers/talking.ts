import type { z } from "zod";
import { StepKind } from "#src/project/words.ts";

/** Which step a prompt asks for; one that asks for none is taken to be written. */
export const stepIn = (word: string): z.infer<typeof StepKind> => StepKind.safeParse(word).data ?? "produce";

/** Who speaks, in the prompt of a turn in a talk; null in every other prompt, which asks for a file. */
export const speakerIn = (prompt: string): string | null =>
  /You speak as: ([a-z][a-z0-9-]*)$/m.exec(prompt)?.[1] ?? null;

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** One project of a round. */
const Plan = z.strictObject({
  /** Who starts it, and nobody else: by this its row and its requests are found again. */
  person: z.string(),
  budgetUsd: z.number().positive(),
  /** What is answered, in order, when the budget is used up; after that the project is left where it stands. */
  slices: z.array(z.enum(["raise", "cheaper"])),
  /** The version at which its person goes back to the beginning, with a step under way or not; null for never. */
  rollbackAt: z.number().int().positive().nullable(),
});
export type Plan = z.infer<typeof Plan>;

/** What one data folder goes through: written down for the processes that follow each other on it. */
export const Round = z.strictObject({
  /** Who answers: one vendor, or half of the team by each. */
  vendors: z.enum(["anthropic", "openai", "mixed"]),
  projects: z.array(Plan).min(1),
});
export type Round = z.infer<typeof Round>;

/** Where everything of a round lies. Only `data` belongs to the product. */
export const placesIn = (folder: string) => ({
  data: join(folder, "data"),
  round: join(folder, "round.json"),
});

export const readRound = (folder: string): Round =>
  Round.parse(JSON.parse(readFileSync(placesIn(folder).round, "utf8")));

/** The words by which the provider knows for whom it is asked: a brief is in every prompt. */
export const nameIn = (text: string): string | null =>
  /Cashbook of person (b-\d+-\d+)/.exec(text)?.[1] ?? null;

export const briefOf = ({ person }: Plan): string => `# Cashbook of person ${person}

A club of forty members keeps its money in a tin box. The treasurer must see every day what came in and what went out, and who
has not paid. Members pay in cash or by bank transfer. A receipt should be printed within ten seconds. The data must stay on the
old computer of the club room. Nobody but the treasurer may change an entry; the auditor must be able to read all of them.
`;

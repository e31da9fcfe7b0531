import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** Something a person says in a project's thread, once the project is at a version or asks for an approval. */
const Action = z.strictObject({
  id: z.string(),
  text: z.string(),
  when: z.discriminatedUnion("type", [
    z.strictObject({ type: z.literal("version"), version: z.number().int().positive() }),
    z.strictObject({ type: z.literal("asked") }),
    /** As soon as that action has arrived. */
    z.strictObject({ type: z.literal("after"), id: z.string() }),
  ]),
});
export type Action = z.infer<typeof Action>;

const Plan = z.strictObject({
  /** Who starts it, and nobody else: by this its row is found again. */
  person: z.string(),
  brief: z.string(),
  /** A shipped one, or `crowd`: beside each other, in talks and again and again. */
  workflow: z.enum(["sdlc", "crowd"]),
  /** Name of the scripted decider's rules, as in `--decide`. */
  decide: z.enum(["approve", "reject-once", "modify-once"]),
  actions: z.array(Action),
});
export type Plan = z.infer<typeof Plan>;

/** What the product is started with on one data folder: written down for the processes that follow each other on it. */
export const Setting = z.object({
  scenario: z.string(),
  seed: z.number().int().nonnegative(),
  /** Time the scripted model takes for a call, so that calls are in flight when a process dies. */
  msPerCall: z.number().nonnegative(),
});
export type Setting = z.infer<typeof Setting>;

/** The same, with what the people at the other end do. */
const Round = Setting.extend({ projects: z.array(Plan).min(1) });
export type Round = z.infer<typeof Round>;

/** Where everything of a round lies. Only `data` belongs to the product. */
export const placesIn = (folder: string) => ({
  data: join(folder, "data"),
  round: join(folder, "round.json"),
  asked: join(folder, "asked.jsonl"),
  delivered: join(folder, "delivered.jsonl"),
  kills: join(folder, "kills.jsonl"),
  handled: join(folder, "handled.jsonl"),
});

export const readRound = (folder: string): Round => Round.parse(read(folder));

export const readSetting = (folder: string): Setting => Setting.parse(read(folder));

const read = (folder: string): unknown => JSON.parse(readFileSync(placesIn(folder).round, "utf8"));

import type { Project } from "#src/project/project.ts";
import type { SpecOperation, StepResult } from "#src/project/result.ts";
import { wideDiamond, type Beginning } from "./samples.ts";
import { finishesAt, playsUntil, started } from "./scenario.ts";

/** Puts a value into the spec. */
export const set = (path: string, value: string): SpecOperation => ({ op: "add", path, value });
/** A result that says how many flats there are. */
export const flats = (value: string): Partial<StepResult> => ({ specPatch: [set("/flats", value)] });
/** The newest conflict. */
export const conflictOf = (project: Project) => project.conflicts?.at(-1);

/** Both sides work; `api` has said ten flats, and `screens` is about to report. */
export const beside = (beginning: Beginning = {}) =>
  [
    started({ workflow: wideDiamond, settings: { mediationRounds: 0 }, ...beginning }),
    playsUntil("api.produce"),
    finishesAt("api.produce", flats("ten")),
    playsUntil("screens.produce"),
  ] as const;
/** `screens` has said twelve flats, and something that nobody disputes. */
export const clashing = (beginning: Beginning = {}) =>
  [
    ...beside(beginning),
    finishesAt("screens.produce", { specPatch: [set("/flats", "twelve"), set("/rooms", "two")] }),
  ] as const;

/** What `screens` says of `api`. */
export const contradiction = {
  stage: "api",
  about: "number of flats",
  mine: { text: "There are twelve.", evidence: { source: "development/screens.md", quote: "twelve flats" } },
  theirs: { text: "There are ten.", evidence: { source: "design/api.md", quote: "ten flats" } },
};
/** `screens` has contradicted `api`. */
export const contradicting = (beginning: Beginning = {}) =>
  [...beside(beginning), finishesAt("screens.produce", { contradictions: [contradiction] })] as const;

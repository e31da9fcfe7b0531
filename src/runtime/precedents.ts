import { wordsOf } from "../agent/words.ts";
import type { Precedent } from "../project/conflict.ts";
import { conflictsOf } from "../project/conflicts.ts";
import type { Project } from "../project/project.ts";
import type { StepResult } from "../project/result.ts";
import { loadAllReadable, type Looking } from "./readable.ts";

/** So many projects are looked through, the newest first: a look happens only when something is disputed. */
const mostProjects = 200;
/** Most that are offered. */
const mostOffered = 3;
/** Words that a settled conflict must share with what is disputed now. */
const leastShared = 3;

/** How conflicts like the one that a result raises were settled, in this project and the others of the data folder; the likest first. */
export const precedentsFor = async (
  looking: Looking,
  project: Project,
  result: StepResult,
): Promise<readonly Precedent[]> => {
  const disputed = new Set(disputedWords(project, result));
  if (disputed.size === 0) return [];
  const ids = (await looking.store.ids()).slice(0, mostProjects);
  const projects = await loadAllReadable(looking, ids);
  return projects
    .flatMap(settledIn)
    .map((one) => ({ one, shared: sharedWith(disputed, `${one.title} ${one.outcome}`) }))
    .filter(({ shared }) => shared >= leastShared)
    .toSorted((a, b) => b.shared - a.shared)
    .slice(0, mostOffered)
    .map(({ one }) => one);
};

/** What is said against another result; nothing when all agree. */
const disputedWords = (
  { settings }: Project,
  { verdict, contradictions = [] }: StepResult,
): readonly string[] => {
  const objects = verdict !== null && (!verdict.accept || verdict.confidence < settings.agreeFrom);
  const said = [
    ...(objects ? [verdict.reason] : []),
    ...contradictions.flatMap(({ about, mine, theirs }) => [about, mine.text, theirs.text]),
  ];
  return said.flatMap(wordsOf);
};

const settledIn = (project: Project): readonly Precedent[] =>
  conflictsOf(project).flatMap(({ title, outcome }) =>
    outcome !== null ? [{ project: project.id, title, outcome: outcome.text.slice(0, 500) }] : [],
  );

/** Short words say nothing about what a conflict is about. */
const sharedWith = (disputed: ReadonlySet<string>, text: string): number =>
  new Set(wordsOf(text).filter((word) => word.length > 3 && disputed.has(word))).size;

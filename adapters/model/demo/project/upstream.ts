import { z } from "zod";
import type { PromptDocument } from "#src/ports.ts";
import { readLimit } from "../brief/blocks.ts";
import { cell } from "./markdown.ts";
import type { Demands, Requirement } from "./requirement.ts";
import { titleFrom } from "./title.ts";
import type { Turn } from "./turn.ts";

const row = /^\| (N?FR-\d{1,3}) \| (.+) \| (must|should|could|must not|assumed) \|$/gm;

/** The requirements as the handed-over documents have them: what people or an earlier stage added is kept, what they reworded is reworded. */
export const withUpstream = (demands: Demands, turn: Turn): Demands => {
  const rows = [
    ...fromSpec(turn.spec).filter((next) => !isKnown(demands, next)),
    ...turn.upstream.flatMap((document) => rowsOf(document)),
  ];
  if (rows.length === 0) return demands;
  const known = new Map(
    [...demands.functional, ...demands.quality].map((requirement) => [requirement.id, requirement]),
  );
  const read = [...new Map(rows.map((next) => [next.id, merged(known.get(next.id), next)])).values()];
  return {
    ...demands,
    functional: [
      ...demands.functional.map((own) => read.find((next) => next.id === own.id) ?? own),
      ...read.filter((next) => next.id.startsWith("F") && !known.has(next.id)),
    ],
    quality: [
      ...demands.quality.map((own) => read.find((next) => next.id === own.id) ?? own),
      ...read.filter((next) => next.id.startsWith("N") && !known.has(next.id)),
    ],
  };
};

const isKnown = (demands: Demands, next: Requirement): boolean =>
  [...demands.functional, ...demands.quality].some((own) => own.id === next.id);

const SpecRequirements = z.record(
  z.string().regex(/^N?FR-\d{1,3}$/),
  z.object({ title: z.string().min(1), priority: z.string() }),
);

// An agent further down sees the requirements only in the spec, with their titles.
const fromSpec = (spec: Turn["spec"]): readonly Requirement[] =>
  Object.entries(SpecRequirements.safeParse(spec["requirements"]).data ?? {}).map(
    ([id, { title, priority }]) => ({
      ...added,
      id,
      title,
      text: title,
      source: null,
      strength: strengthFrom(priority),
    }),
  );

const added = { soft: null, group: "Added on the way", example: null, origin: "person" } as const;

const strengthFrom = (priority: string): Requirement["strength"] =>
  priority === "must not" ? "not" : priority === "could" || priority === "should" ? priority : "must";

const rowsOf = (document: PromptDocument): readonly Requirement[] =>
  [...document.text.slice(0, readLimit).matchAll(row)].map(([line, id = "", text = "", priority = ""]) => ({
    id,
    title: titleFrom(text.replaceAll("\\|", "|")),
    text: text.replaceAll("\\|", "|"),
    source: { document: document.name, quote: line },
    strength: strengthFrom(priority),
    ...added,
  }));

// The same words as derived from the brief: then the brief is the better source.
const merged = (own: Requirement | undefined, next: Requirement): Requirement => {
  if (own === undefined) return next;
  return cell(own.text) === cell(next.text) ? own : { ...own, title: next.title, text: next.text };
};

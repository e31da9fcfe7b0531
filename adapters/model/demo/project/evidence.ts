import { plain } from "../brief/sentences.ts";
import type { Study } from "./study.ts";
import { clipped } from "./wording.ts";

/** A look-up that a plan asks for, as the answer's schema wants it. */
export interface EvidenceStep {
  readonly id: string;
  readonly tool: "extract" | "search" | "spec";
  readonly argument: string;
  readonly needs: readonly string[];
  /** Why it is wanted, for the document. */
  readonly why: string;
}

type Draft = Omit<EvidenceStep, "id" | "needs">;

/** Parts of the spec each role builds on, when they exist. */
const wanted: Readonly<Record<string, readonly string[]>> = {
  architect: ["requirements", "entities"],
  developer: ["requirements", "components"],
  tester: ["requirements", "work"],
  deployer: ["environments", "components", "tests"],
};

/** What a plan looks up: parts of the brief, of the handed document, the spec as it is now, and words across everything. */
export const evidenceOf = (study: Study): readonly EvidenceStep[] =>
  [...fromBrief(study), ...handed(study), ...fromSpec(study), ...words(study)].map((draft, at) => ({
    ...draft,
    id: `E${at + 1}`,
    needs: [],
  }));

const fromBrief = (study: Study): readonly Draft[] => {
  const { brief } = study.facts;
  const counts = new Map<string, number>();
  for (const statement of brief.statements)
    counts.set(statement.section.title, (counts.get(statement.section.title) ?? 0) + 1);
  const titles = [...counts].filter(([title]) => title !== "" && title.length < 200);
  const most = study.turn.upstream.length > 0 ? 2 : 4;
  const best = titles
    .toSorted((a, b) => b[1] - a[1])
    .slice(0, most)
    .map(([title]) => title);
  const extracts = titles
    .filter(([title]) => best.includes(title))
    .map(([title, count]): Draft => ({
      tool: "extract",
      argument: `${brief.document}#${title}`,
      why: `${count} statements about “${clipped(title, 50)}”`,
    }));
  return extracts.length > 0
    ? extracts
    : [{ tool: "extract", argument: brief.document, why: "the whole brief, as it is short" }];
};

const handed = (study: Study): readonly Draft[] =>
  study.turn.upstream.slice(0, 1).flatMap((document) =>
    [...document.text.matchAll(/^## +(.{2,80})$/gm)]
      .map((match) => plain(match[1] ?? ""))
      .filter((title) => !/sources|changes in|goals|overview|users/i.test(title))
      .slice(0, 3)
      .map((title): Draft => ({
        tool: "extract",
        argument: `${document.name}#${title}`,
        why: `what was handed over under “${title}”`,
      })),
  );

const fromSpec = (study: Study): readonly Draft[] =>
  (wanted[study.turn.agent] ?? [])
    .filter((key) => Object.hasOwn(study.turn.spec, key))
    .map((key) => ({ tool: "spec", argument: `/${key}`, why: `the agreed ${key}, as data` }));

const words = (study: Study): readonly Draft[] => {
  const known = study.facts.terms.slice(0, 3).map((term) => term.word);
  return known.length === 0
    ? []
    : [{ tool: "search", argument: known.join(" "), why: "every paragraph that speaks of the main words" }];
};

import type { Facts } from "../brief/facts.ts";
import type { Technology, TechnologyKind } from "../brief/technology.ts";
import { deliveryOf } from "./delivery.ts";
import { leavesRoom, type Requirement } from "./requirement.ts";
import { clipped, upperFirst, withArticle } from "./wording.ts";

/** A choice with what speaks for it and what was not taken. */
export interface Decision {
  readonly id: string;
  readonly title: string;
  readonly choice: string;
  readonly because: string;
  readonly alternatives: readonly (readonly [string, string])[];
  /** `fixed by the brief`, `proposed`, or `given by a person`. */
  readonly standing: string;
}

type Draft = Omit<Decision, "id">;

const mostSoft = 3;
const mostNamed = 6;

/** Decisions of a project, numbered: what the brief fixes, what it leaves open, what it rules out. */
export const decisionsOf = (
  facts: Facts,
  requirements: readonly Requirement[],
  given: readonly string[],
): readonly Decision[] => {
  const named = facts.technologies
    .filter((technology) => !technology.ruledOut && kinds[technology.kind] !== undefined)
    .slice(0, mostNamed);
  const drafts = [
    ...given.map(fromPerson),
    ...named.map(fromBrief),
    ...(named.some((technology) => technology.kind === "storage") ? [] : [storageFor(facts)]),
    ...(facts.layout.length > 0 ? [layout(facts)] : []),
    ...requirements.filter(leavesRoom).slice(0, mostSoft).map(soft),
    ...ruledOut(facts),
  ];
  return drafts.map((draft, at) => ({ ...draft, id: `D-${at + 1}` }));
};

const kinds: Partial<
  Record<TechnologyKind, { readonly verb: string; readonly others: readonly (readonly [string, string])[] }>
> = {
  storage: {
    verb: "Keep the records in",
    others: [
      ["A larger database server", "a second process to run, watch and back up"],
      ["Plain files", "two writers at once lose data"],
    ],
  },
  framework: {
    verb: "Build on",
    others: [
      ["Another framework", "nothing in the brief asks for it"],
      ["No framework", "its built-in parts would have to be written again"],
    ],
  },
  packaging: {
    verb: "Install and pin dependencies with",
    others: [
      ["Copies in the repository", "updates become manual work"],
      ["Links to a public host", "the product stops when that host does"],
    ],
  },
  hosting: {
    verb: "Run on",
    others: [
      ["A managed platform", "a bill and a second place to look after"],
      ["Several processes", "nothing in the brief needs more than one"],
    ],
  },
  interface: {
    verb: "Speak",
    others: [
      ["A protocol of our own", "every client would have to learn it"],
      ["Files exchanged by hand", "too slow and easily forgotten"],
    ],
  },
  channel: {
    verb: "Reach people by",
    others: [
      ["Messages inside the product only", "whoever does not open it hears nothing"],
      ["Several channels at once", "twice the settings and twice the annoyance"],
    ],
  },
  format: {
    verb: "Use",
    others: [
      ["A format of our own", "no other tool could read it"],
      ["Free text", "nothing could be checked"],
    ],
  },
};

const special: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  localStorage: [
    ["IndexedDB", "more room than needed, and asynchronous"],
    ["A server with a database", "the brief knows no server, and data would leave the device"],
  ],
  SQLite: [
    ["PostgreSQL", "a second process to look after"],
    ["JSON files", "two writers at once lose data"],
  ],
  QR: [
    ["A code to type in", "slower, and mistyped"],
    ["A link sent by message", "travels further than the sign"],
  ],
};

const fromBrief = (technology: Technology): Draft => ({
  title: `${kinds[technology.kind]?.verb ?? "Use"} ${technology.name}`,
  choice: `${kinds[technology.kind]?.verb ?? "Use"} ${technology.name}${technology.name === "QR" ? " codes" : ""}.`,
  because: technology.statement.text,
  alternatives: special[technology.name] ?? kinds[technology.kind]?.others ?? [],
  standing: "fixed by the brief",
});

const fromPerson = (words: string): Draft => ({
  title: upperFirst(clipped(words, 70)),
  choice: `${upperFirst(words.replace(/[.!]$/, ""))}. Everything below is subordinate to it.`,
  because: "A person of the project said so.",
  alternatives: [["What the design proposed before", "set aside by the direction"]],
  standing: "given by a person",
});

const storageFor = (facts: Facts): Draft => {
  const thing = facts.entities[0]?.name ?? (facts.product.thing === "" ? "record" : facts.product.thing);
  const local = deliveryOf(facts) === "static site";
  return {
    title: `Where ${withArticle(thing)} is kept`,
    choice: local
      ? "In the browser's own storage, behind one small module."
      : "In one SQLite file beside the program, behind one small module.",
    because: `The brief names no storage; this is the smallest one that keeps ${withArticle(thing)} over a restart.`,
    alternatives: [
      ["A database server", "right as soon as more than one machine writes"],
      ["Memory only", `every ${thing} would be gone after a restart`],
    ],
    standing: "proposed",
  };
};

const layout = (facts: Facts): Draft => ({
  title: "Follow the file layout of the brief",
  choice: `Files lie as in “${facts.layout[0]?.section ?? ""}”: ${facts.layout
    .slice(0, 5)
    .map((entry) => `\`${entry.path}\``)
    .join(", ")} and so forth.`,
  because: `${facts.layout.length} files and folders are drawn in the brief; a reader who knows it finds everything.`,
  alternatives: [
    ["A folder per feature", "reads well, but differs from the drawing"],
    ["One file", "cannot be reviewed in parts"],
  ],
  standing: "fixed by the brief",
});

const soft = (requirement: Requirement): Draft => ({
  title: `How far “${requirement.soft ?? ""}” goes in ${requirement.id}`,
  choice: "Done in the first version; each exception is written down with its reason.",
  because: requirement.text,
  alternatives: [
    ["Leave it out", `${requirement.id} would silently disappear`],
    ["No exceptions at all", "the brief's own words leave room"],
  ],
  standing: "proposed",
});

const ruledOut = (facts: Facts): readonly Draft[] => {
  const out = facts.technologies.filter((technology) => technology.ruledOut);
  const first = out[0];
  if (first === undefined) return [];
  const names = out.map((technology) => technology.name).join(", ");
  return [
    {
      title: `Without ${names}`,
      choice: `${names}: not used anywhere, also not in tools.`,
      because: first.statement.text,
      alternatives: [["Only while developing", "the result would differ from what was tried"]],
      standing: "fixed by the brief",
    },
  ];
};

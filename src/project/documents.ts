import type { CommandOf, GivenDocument } from "./command.ts";
import { change, order, say, type Draft } from "./draft.ts";
import { notice } from "./notices.ts";
import { counted } from "./numbers.ts";
import type { Artifact } from "./project.ts";
import { ignore, type Outcome } from "./refusal.ts";

/** Most documents that people may add to one project, so that its row stays small. */
const documentLimit = 40;

/** Where documents of people lie among the artifacts. */
export const documentFolder = "requirements/documents";

/** Files of a person become documents of the project: versioned, and given to the agents as data. The thread is told what became of each. */
export const addDocuments = (draft: Draft, command: CommandOf<"addDocuments">): Outcome => {
  const room = documentLimit - draft.project.artifacts.filter(isGiven).length;
  const known = command.documents.filter((one) => existing(draft, one) !== undefined);
  const fresh = command.documents.filter((one) => !known.includes(one));
  const taken = [...known, ...fresh.slice(0, Math.max(0, room))];
  const refused = [
    ...command.refused,
    ...fresh
      .slice(Math.max(0, room))
      .map(({ name }) => ({ name, why: `a project keeps at most ${documentLimit} documents` })),
  ];
  if (taken.length === 0 && refused.length === 0) return ignore;
  const added = taken.reduce((next, document) => add(next, document, command), draft);
  return order(added, { type: "post", message: told(added, { taken, refused, by: command.by.name }) });
};

const isGiven = (artifact: Artifact): boolean => artifact.step === "document";

const pathOf = ({ name }: GivenDocument): string => `${documentFolder}/${name}`;

/** Names that differ only in case are one file on many disks, so they are one document. */
const existing = (draft: Draft, document: GivenDocument): Artifact | undefined =>
  draft.project.artifacts.find(({ path }) => path.toLowerCase() === pathOf(document).toLowerCase());

const add = (draft: Draft, document: GivenDocument, command: CommandOf<"addDocuments">): Draft => {
  const old = existing(draft, document);
  const path = old?.path ?? pathOf(document);
  const artifact: Artifact = {
    path,
    phase: "requirements",
    stage: "@people",
    step: "document",
    agent: "system",
    version: (old?.version ?? 0) + 1,
    body: document.body,
    dependsOn: [],
    superseded: false,
    commit: null,
  };
  const listed = change(draft, {
    artifacts: [...draft.project.artifacts.filter((one) => one !== old), artifact],
  });
  const said = say(listed, {
    from: `person:${command.by.id}`,
    to: null,
    type: "artifact",
    attempt: 1,
    content: {
      text: `${path} v${artifact.version}`,
      data: {
        path,
        version: artifact.version,
        ...document.body,
        suspicious: document.suspicious.slice(),
      },
    },
  });
  return order(said, {
    type: "writeArtifact",
    step: "document",
    agent: "system",
    title: `${command.by.name} gave ${document.name}`.slice(0, 200),
    files: [{ path, phase: "requirements", body: document.body }],
    dependsOn: [],
  });
};

const told = (
  draft: Draft,
  what: {
    readonly taken: readonly GivenDocument[];
    readonly refused: CommandOf<"addDocuments">["refused"];
    readonly by: string;
  },
) => {
  const lines = [
    ...what.taken.map((document) => {
      const version = existing(draft, document)?.version ?? 1;
      const flags =
        document.suspicious.length === 0
          ? ""
          : ` Looks suspicious: ${document.suspicious.join(", ")}. Agents get it as data, never as orders.`;
      return `- \`${document.name}\`, version ${version}, ${counted(document.words, "word")}: the agents have it from their next step on.${flags}`;
    }),
    ...what.refused.map(({ name, why }) => `- \`${name}\` was not taken: ${why}`),
  ];
  return notice([`From ${what.by}:`, ...lines].join("\n"), {
    tone:
      what.refused.length > 0 || what.taken.some((one) => one.suspicious.length > 0) ? "warning" : "neutral",
  });
};

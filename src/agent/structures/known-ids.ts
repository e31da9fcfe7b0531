import type { Structures } from "./structure.ts";

/** Most UTF-16 units of a title beside its id. */
const titleShown = 70;

/** What exists already and can be referred to, one line for each kind: `Known tasks: TASK-1 Build the shelf; …`. */
export const knownIds = ({ requirements, architecture, implementation }: Structures): readonly string[] =>
  [
    line(
      "requirements",
      requirements?.requirements.map(({ id, title, priority }) => [id, `${short(title)} (${priority})`]),
    ),
    line(
      "components",
      architecture?.components.map(({ id, name }) => [id, short(name)]),
    ),
    line(
      "tasks",
      architecture?.tasks.map(({ id, title }) => [id, short(title)]),
    ),
    line(
      "work items",
      implementation?.items.map(({ id, title }) => [id, short(title)]),
    ),
  ].filter((known) => known !== "");

const line = (what: string, known: readonly (readonly [id: string, title: string])[] = []): string =>
  known.length === 0 ? "" : `Known ${what}: ${known.map(([id, title]) => `${id} ${title}`).join("; ")}`;

const short = (title: string): string => {
  const plain = title.replace(/[\s;]+/g, " ").trim();
  return plain.length <= titleShown ? plain : `${plain.slice(0, titleShown - 2).trimEnd()} …`;
};

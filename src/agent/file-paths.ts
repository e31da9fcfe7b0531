import { documentFolder } from "../project/documents.ts";
import { filesOf } from "../project/draft.ts";
import { cannotBeBeside } from "../project/file-places.ts";
import { Phase } from "../project/words.ts";
import type { Assignment } from "./assignment.ts";

const segment = /^[A-Za-z0-9_@([][A-Za-z0-9_.@()[\]+-]*(?<!\.)$/;
const dotNames = new Set([
  ".github",
  ".gitignore",
  ".dockerignore",
  ".editorconfig",
  ".env.example",
  ".gitkeep",
]);
const plainNames = new Set([
  "Dockerfile",
  "Makefile",
  "Procfile",
  "Caddyfile",
  "LICENSE",
  "README",
  "CHANGELOG",
]);
/** Names that Windows keeps for devices. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
const kinds =
  /\.(md|txt|json|jsonc|ya?ml|toml|ini|cfg|conf|properties|csv|svg|xml|html|css|scss|js|mjs|cjs|jsx|ts|mts|cts|tsx|vue|svelte|py|rb|go|mod|rs|java|kt|kts|gradle|swift|c|h|cc|cpp|hpp|cs|php|sql|sh|bash|ps1|bat|tf|proto|graphql|prisma|feature|http|env\.example)$/;

/** Most files one step may write. Source: StepResult keeps at most 200. */
const fileLimit = 200;

/** Why these paths cannot be written by this step, or null when they can. */
export const pathsProblem = (paths: readonly string[], assignment: Assignment): string | null => {
  if (paths.length > fileLimit) return `there are ${paths.length} files; a step writes at most ${fileLimit}`;
  const lower = paths.map((path) => path.toLowerCase());
  const twice = paths.find((_, index) => lower.indexOf(lower[index] ?? "") !== index);
  if (twice !== undefined) return `the file ${twice} is there twice`;
  const problem = paths.map((path) => pathProblem(path, assignment)).find((one) => one !== null);
  return problem ?? collision(paths, assignment);
};

/** A file that is a folder of another one, or the same but for upper and lower case, cannot be committed: nothing that was ever written leaves the project. */
const collision = (paths: readonly string[], { project }: Assignment): string | null => {
  const others = [
    ...paths,
    ...ownedPaths(project.workflow),
    ...project.artifacts.map((artifact) => artifact.path),
  ];
  for (const path of paths) {
    const other = others.find((one) => one !== path && cannotBeBeside(one, path));
    if (other !== undefined)
      return `the path ${path} cannot lie beside ${other}: take exactly that path, or another name`;
  }
  return null;
};

/** The folder a checked path begins with. */
export const phaseOf = (path: string): Phase => Phase.parse(path.slice(0, path.indexOf("/")));

const pathProblem = (path: string, { plan, step, task, project }: Assignment): string | null => {
  if (path === task.file) return null;
  const shown = JSON.stringify(path.slice(0, 200));
  if (path.length > 200) return `the path ${shown}… is longer than 200 characters`;
  if (!isPlain(path)) return `the path ${shown} is not a plain relative path of a text file`;
  if (!path.startsWith(`${plan.phase}/`)) return `the path ${shown} must begin with ${plan.phase}/`;
  if (path.toLowerCase().startsWith(`${documentFolder}/`))
    return `the path ${shown} lies among the documents that people gave`;
  if (step === "plan" && !path.endsWith(".md")) return `a plan step writes documents only, not ${shown}`;
  const owner = ownedPaths(project.workflow).find((owned) => owned.toLowerCase() === path.toLowerCase());
  return owner === undefined ? null : `the path ${shown} belongs to another step`;
};

const isPlain = (path: string): boolean => {
  const parts = path.split("/");
  const name = parts.at(-1) ?? "";
  return (
    parts.length >= 2 &&
    parts.length <= 10 &&
    parts.every((part) => (segment.test(part) || dotNames.has(part)) && !reserved.test(part)) &&
    (kinds.test(name) || dotNames.has(name) || plainNames.has(name))
  );
};

const ownedPaths = (workflow: Assignment["project"]["workflow"]): readonly string[] => [
  workflow.briefFile,
  ...workflow.stages.flatMap(filesOf),
];

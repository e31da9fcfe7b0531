import { BotArmyError } from "#src/errors.ts";
import type { ArtifactFile } from "#src/ports/artifacts.ts";
import { cannotBeBeside } from "#src/project/file-places.ts";
import { ProjectId } from "#src/project/words.ts";

/** Longest path of an artifact, in characters; the same limit as in the project's row. */
const maxPath = 200;
/** Longest name in bytes. File systems stop at 255; the rest is left for what editors and archivers append. */
const maxNameBytes = 240;

/** Unseen characters, halves of surrogate pairs, line ends, and what Windows does not allow in a name. */
const badCharacter = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\\:*?"<>|]/u;
/** Names git keeps for itself, with the short name Windows may know `.git` by. */
const gitName = /^(\.git|\.gitmodules|git~\d+)$/i;
/** Names Windows keeps for devices, whatever the extension. */
const deviceName = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** Refuses ids that are not project ids, because an id becomes a folder name. Throws BotArmyError `project-id`. */
export function checkProject(project: string): void {
  if (ProjectId.safeParse(project).success) return;
  throw new BotArmyError("project-id", `${shown(project)} is not a project id; an id looks like p-3f9k2m7q`);
}

/** Refuses paths that are not safe on every file system. Throws BotArmyError `artifact-path`. */
export function checkFiles(files: readonly ArtifactFile[]): void {
  for (const { path, phase } of files) refuse(path, phase, pathFault(path, phase));
}

/** Refuses files that cannot lie beside each other or beside the `existing` ones. Throws BotArmyError `artifact-path`. */
export function checkCollisions(files: readonly ArtifactFile[], existing: Iterable<string>): void {
  const taken = new Set(existing);
  const written = new Set<string>();
  for (const { path, phase } of files) {
    refuse(path, phase, written.has(path) ? "it comes twice in one write" : collision(path, taken));
    written.add(path);
    taken.add(path);
  }
}

function refuse(path: string, phase: string, reason: string | null): void {
  if (reason === null) return;
  throw new BotArmyError(
    "artifact-path",
    `artifact path ${shown(path)} is refused: ${reason}; use a path like ${phase}/notes.md`,
  );
}

/** Why a path may not be written, or null when it may. */
export function pathFault(path: string, phase: string): string | null {
  if (path.length > maxPath) return `it is longer than ${maxPath} characters`;
  if (badCharacter.test(path)) return "it has a character that some file systems do not allow";
  if (path.normalize("NFC") !== path) return "its accents are not composed (Unicode NFC)";
  if (!path.startsWith(`${phase}/`)) return `it is not inside ${phase}/`;
  for (const name of path.split("/")) {
    const fault = nameFault(name);
    if (fault !== null) return fault;
  }
  return null;
}

function nameFault(name: string): string | null {
  if (name === "") return "it has an empty name in it";
  if (name === "." || name === "..") return `it has "${name}" in it`;
  if (name.startsWith(" ") || name.endsWith(" ") || name.endsWith("."))
    return "a name in it starts or ends with a space, or ends with a dot";
  if (gitName.test(name)) return `"${name}" belongs to git`;
  if (deviceName.test(name)) return `"${name}" is a device on Windows`;
  if (Buffer.byteLength(name) > maxNameBytes) return `a name in it is longer than ${maxNameBytes} bytes`;
  return null;
}

function collision(path: string, taken: ReadonlySet<string>): string | null {
  for (const other of taken)
    if (other !== path && cannotBeBeside(other, path)) return `it collides with ${shown(other)}`;
  return null;
}

function shown(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}

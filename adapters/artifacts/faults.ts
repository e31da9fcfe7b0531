import { BotArmyError } from "#src/errors.ts";

/** Runs something on a repository and turns what git and the file system throw into one line a person can act on. */
export async function explained<T>(dir: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    throw explain(dir, error);
  }
}

/** A repository that cannot be read, with the reason. */
export function damaged(dir: string, reason: string, cause?: unknown): BotArmyError {
  return new BotArmyError(
    "artifact-damaged",
    `the git repository ${dir} is damaged (${reason}); run "git fsck" in it, or restore it from a backup`,
    { cause },
  );
}

function explain(dir: string, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof BotArmyError) return error;
  const code = "code" in error ? String(error.code) : "";
  const reason = error.message.split("\n", 1)[0] ?? "";
  const isGit =
    "caller" in error || code.startsWith("Z_") || error.name === "ZodError" || error instanceof SyntaxError;
  if (isGit) return damaged(dir, error.name === "ZodError" ? "its metadata file is not ours" : reason, error);
  const advice = adviceFor(code);
  if (advice === null) return error;
  return new BotArmyError("artifact-disk", `cannot use the git repository ${dir}: ${advice} (${reason})`, {
    cause: error,
  });
}

/** What to do about an error of the file system; null when the error is none. */
function adviceFor(code: string): string | null {
  switch (code) {
    case "ENOSPC":
    case "EDQUOT":
      return "the disk is full; free some space, then go on, nothing is lost";
    case "EROFS":
      return "the disk is read-only; make it writable or choose another data folder";
    case "EACCES":
    case "EPERM":
      return "this user has no permission; give it write access to the folder";
    case "ENOENT":
      return "a folder is missing and cannot be made; check that its disk is there, writable and not full";
    case "EISDIR":
    case "ENOTDIR":
    case "EEXIST":
    case "ENOTEMPTY":
      return "a file and a folder are in each other's place; move what you put there away";
    case "":
      return null;
    default:
      return /^E[A-Z0-9]+$/.test(code) ? "the disk does not answer as it should; check it, then go on" : null;
  }
}

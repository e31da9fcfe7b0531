/** A diff that takes longer than this is given up: the work grows with the square of what changed. */
const diffTimeoutMs = 1_000;

/** One side of a diff; null text is a file that is not there. */
export interface DiffSide {
  readonly name: string;
  readonly text: string | null;
}

/** Unified diff with three lines of context, or, when the two sides differ too much to compare in time, the two names and their sizes. */
export async function unifiedDiff(from: DiffSide, to: DiffSide, timeoutMs = diffTimeoutMs): Promise<string> {
  const { createTwoFilesPatch, FILE_HEADERS_ONLY } = await import("diff");
  const [oldName, newName] = [nameOf(from), nameOf(to)];
  const options = { context: 3, timeout: timeoutMs, headerOptions: FILE_HEADERS_ONLY };
  const patch = createTwoFilesPatch(
    oldName,
    newName,
    from.text ?? "",
    to.text ?? "",
    undefined,
    undefined,
    options,
  );
  if (patch !== undefined) return patch;
  return `--- ${oldName}\n+++ ${newName}\nToo different to compare line by line: ${lines(from)} lines before, ${lines(to)} lines after.\n`;
}

function nameOf(side: DiffSide): string {
  return side.text === null ? "/dev/null" : side.name;
}

function lines(side: DiffSide): number {
  return (side.text ?? "").split("\n").length;
}

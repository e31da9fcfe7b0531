/** A piece of text in one style; line feeds in it are line breaks. `code` is inline code. */
export interface Run {
  readonly text: string;
  readonly bold?: true;
  readonly italic?: true;
  readonly strike?: true;
  readonly code?: true;
  /** An http or https address that the text leads to: the text is that very address, so that nobody is sent elsewhere. */
  readonly url?: string;
}

/** How a piece of text looks. */
export type Style = Omit<Run, "text" | "url">;

/** The same runs, neighbours of one style joined and empty ones left out. */
export const joinRuns = (runs: readonly Run[]): readonly Run[] => {
  const result: Run[] = [];
  for (const run of runs) {
    const last = result.at(-1);
    if (run.text === "") continue;
    if (last !== undefined && alike(last, run))
      result[result.length - 1] = { ...last, text: last.text + run.text };
    else result.push(run);
  }
  return result;
};

const alike = (one: Run, other: Run): boolean =>
  one.bold === other.bold &&
  one.italic === other.italic &&
  one.strike === other.strike &&
  one.code === other.code &&
  one.url === undefined &&
  other.url === undefined;

/** The lines a person typed, walked with the up and down keys. */
export interface TypedHistory {
  add(line: string): void;
  /** The line before the one shown; `draft` is what stands in the input now and comes back at the end. Undefined when there is none. */
  older(draft: string): string | undefined;
  newer(): string | undefined;
}

/** Keeps the newest lines only. */
const longest = 200;

export const createHistory = (): TypedHistory => {
  let lines: string[] = [];
  let draft = "";
  let at = 0;
  return {
    add: (line) => {
      if (line !== "" && line !== lines.at(-1)) lines = [...lines, line].slice(-longest);
      at = lines.length;
    },
    older: (current) => {
      if (at === 0) return undefined;
      if (at === lines.length) draft = current;
      at -= 1;
      return lines[at];
    },
    newer: () => {
      if (at >= lines.length) return undefined;
      at += 1;
      return lines[at] ?? draft;
    },
  };
};

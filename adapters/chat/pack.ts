/** What a platform's message can take, and which of its blocks are special. */
export interface Paper<B> {
  /** Do these blocks fit one message, or this share of it (0 to 1)? */
  readonly fits: (blocks: readonly B[], share: number) => boolean;
  /** A heading goes with what it is for. */
  readonly isHeading: (block: B) => boolean;
  /** For clicking: such blocks belong at the end of a message, where they are edited away. */
  readonly isInteractive: (block: B) => boolean;
}

/**
 * Blocks in as few parts as a message after the other takes. What begins with the first buttons stays together in the last part, when
 * `together` is set and one part can take it.
 */
export const pack = <B>(
  blocks: readonly B[],
  paper: Paper<B>,
  together: boolean,
): readonly (readonly B[])[] => {
  const first = together ? blocks.findIndex(paper.isInteractive) : -1;
  const tail = first === -1 ? [] : blocks.slice(first);
  if (tail.length === 0 || !paper.fits(tail, 1)) return filled(blocks, paper);
  const parts = filled(blocks.slice(0, first), paper);
  const last = parts.at(-1) ?? [];
  return paper.fits([...last, ...tail], 1) ? [...parts.slice(0, -1), [...last, ...tail]] : [...parts, tail];
};

/** The first of these blocks, as many as pass the test together. */
export const fitting = <B>(blocks: readonly B[], test: (blocks: readonly B[]) => boolean): readonly B[] => {
  const tooMany = blocks.findIndex((_, i) => !test(blocks.slice(0, i + 1)));
  return tooMany === -1 ? blocks : blocks.slice(0, tooMany);
};

const filled = <B>(blocks: readonly B[], paper: Paper<B>): readonly (readonly B[])[] => {
  const parts: B[][] = [];
  for (const block of blocks) {
    const part = parts.at(-1);
    if (part !== undefined && paper.fits([...part, block], 1)) part.push(block);
    else parts.push([...headingsAtEnd(part, paper), block]);
  }
  return parts;
};

/** Takes the headings off the end of a part, unless it has nothing else. */
const headingsAtEnd = <B>(part: B[] | undefined, { isHeading }: Paper<B>): readonly B[] => {
  if (part === undefined) return [];
  const last = part.findLastIndex((block) => !isHeading(block));
  return last === -1 ? [] : part.splice(last + 1);
};

/** The part of a step's tokens kept for the answer: a document is written from a few times its length. */
const outputShare = 0.3;

/** Splits the tokens one step may use into those for the prompt and those for the answer. */
export const shareTokens = (maxTokens: number): { readonly input: number; readonly output: number } => {
  const output = Math.max(1, Math.floor(maxTokens * outputShare));
  return { input: maxTokens - output, output };
};

/** Most tokens of one turn in a talk: it reads extracts and summaries, and says less than a page. Reasoning counts as answer. */
const talkTokens = { input: 8_000, output: 2_000 };

/** The same for one turn in a talk, which never uses more than a small part of a large step. */
export const shareTalkTokens = (maxTokens: number): ReturnType<typeof shareTokens> => {
  const { input, output } = shareTokens(maxTokens);
  return { input: Math.min(input, talkTokens.input), output: Math.min(output, talkTokens.output) };
};

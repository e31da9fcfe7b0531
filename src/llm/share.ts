/** The part of a step's tokens kept for the answer: a document is written from a few times its length. */
const outputShare = 0.3;

/** Splits the tokens one step may use into those for the prompt and those for the answer. */
export const shareTokens = (maxTokens: number): { readonly input: number; readonly output: number } => {
  const output = Math.max(1, Math.floor(maxTokens * outputShare));
  return { input: maxTokens - output, output };
};

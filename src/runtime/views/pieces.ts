/** Most characters of one block, as the message's schema has it. */
const blockLimit = 20_000;

/** A long text in pieces that fit a block, cut at line ends where there are any. */
export const pieces = (text: string): readonly string[] => {
  if (text.length <= blockLimit) return [text];
  const lineEnd = text.lastIndexOf("\n", blockLimit - 1) + 1;
  const cut = lineEnd === 0 ? blockLimit : lineEnd;
  return [text.slice(0, cut), ...pieces(text.slice(cut))];
};

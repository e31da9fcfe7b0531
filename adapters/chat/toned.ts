import type { Block, Message } from "#src/project/message.ts";

const signs: Readonly<Record<Message["tone"], string>> = {
  neutral: "",
  good: "✅",
  warning: "⚠️",
  bad: "❌",
};

/** The message's blocks with the sign of its tone before the heading, or before prose that begins with a letter and so with no markup. */
export const toned = ({ tone, blocks }: Message): readonly Block[] => {
  const sign = signs[tone];
  const [first, ...rest] = blocks;
  if (sign === "" || first === undefined) return blocks;
  if (first.type === "heading" || (first.type === "prose" && /^\p{L}/u.test(first.text)))
    return first.text.startsWith(sign) ? blocks : [{ ...first, text: `${sign} ${first.text}` }, ...rest];
  return blocks;
};

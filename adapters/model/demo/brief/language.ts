import type { Brief } from "./brief.ts";

const english = new Set(
  "the and to of a is in it be that for with on are this as should must not when or an all we it's can has have from by each you my".split(
    " ",
  ),
);

/** Is the brief English enough for rules about English sentences? Otherwise its sentences are taken as they are. */
export const isEnglish = (brief: Brief): boolean => {
  const words = brief.statements
    .slice(0, 200)
    .map((statement) => statement.text)
    .join(" ")
    .toLowerCase()
    .match(/\p{L}+/gu);
  if (words === null) return true;
  const share = words.filter((word) => english.has(word)).length / words.length;
  return share >= 0.12 || (words.length < 12 && share > 0);
};

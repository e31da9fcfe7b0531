import type { Facts } from "../brief/facts.ts";
import { plural } from "../brief/terms.ts";
import type { Requirement } from "./requirement.ts";
import { upperFirst, withArticle } from "./wording.ts";

/** A brief with fewer requirements than this is too short to build from without assumptions. */
const fewest = 4;

/** For a very short English brief: what a product of its kind is expected to do, marked as assumed. Else nothing. */
export const assumptionsFor = (facts: Facts, own: readonly Requirement[]): readonly Requirement[] => {
  const { thing } = facts.product;
  if (own.length >= fewest || !facts.english || thing === "") return [];
  const who = facts.signals.actors[0]?.name;
  const somebody = upperFirst(withArticle(who === "team" ? "member of the team" : (who ?? "person")));
  return [
    {
      group: "Everyday use",
      title: `Add ${withArticle(thing)}`,
      text: `${somebody} can add ${withArticle(thing)} in one step, by typing it and pressing Enter.`,
    },
    {
      group: "Everyday use",
      title: `See all ${plural(thing)}`,
      text: `${somebody} sees all ${plural(thing)} at once, the newest last.`,
    },
    {
      group: "Everyday use",
      title: `Change ${withArticle(thing)}`,
      text: `${somebody} can change ${withArticle(thing)} where it stands; Escape leaves it as it was.`,
    },
    {
      group: "Everyday use",
      title: `Remove ${withArticle(thing)}`,
      text: `${somebody} can remove ${withArticle(thing)} and bring it back within 10 seconds.`,
    },
    {
      group: "Keeping",
      title: `${plural(thing)} survive a restart`,
      text: `All ${plural(thing)} are still there after closing and opening again.`,
    },
    ...(who === "team"
      ? [
          {
            group: "Sharing",
            title: "Changes reach the others",
            text: `What one member of the team changes, the others see within 5 seconds.`,
          },
        ]
      : []),
  ].map((entry, at) => ({
    ...entry,
    id: `FR-${own.length + at + 1}`,
    source: null,
    strength: "should",
    soft: null,
    example: null,
    origin: "assumption",
  }));
};

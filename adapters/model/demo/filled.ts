import type { Requirement } from "./project/requirement.ts";
import type { Study } from "./project/study.ts";
import { bare, clipped } from "./project/wording.ts";

/** The scenario speaks about the requirement that leaves most room, or when none does, about the first. */
export const targetOf = ({ requirements }: Study): Requirement | undefined =>
  requirements.find((requirement) => requirement.soft !== null && requirement.id.startsWith("F")) ??
  requirements.find((requirement) => requirement.soft !== null) ??
  requirements[0];

/** A text of a scenario with its `{names}` replaced by what the brief says. */
export const filled = (text: string, study: Study): string => {
  const target = targetOf(study);
  const values: Readonly<Record<string, string>> = {
    id: target?.id ?? "the brief",
    title: target?.title ?? study.product,
    quote: bare(clipped(target?.text ?? study.product, 160)),
    word: target?.soft ?? clipped(target?.title ?? study.product, 60),
    section: target?.group ?? "the brief",
    product: study.product,
  };
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
};

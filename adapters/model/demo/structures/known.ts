import type { Study } from "../project/study.ts";

/** Those of the ids that exist as far as the prompt tells; all of them when it names none of this kind. */
export const knownOf = (study: Study, kind: string, ids: readonly string[]): readonly string[] => {
  const known = study.turn.known[kind] ?? [];
  return [...new Set(known.length === 0 ? ids : ids.filter((id) => known.includes(id)))];
};

import type { Verdict } from "../project/result.ts";
import { groundClaims, type GroundingSources } from "./grounding.ts";

/** Most words that an objection rests on. Source: Verdict keeps at most five. */
const mostEvidence = 5;

/** A verdict with only the words that really stand in the documents, and about a file only when there is one. */
export const groundedVerdict = (verdict: Verdict | null, sources: GroundingSources): Verdict | null => {
  if (verdict === null) return null;
  const { about, evidence = [], ...judged } = verdict;
  const found = groundClaims(
    evidence.map((citation) => ({ ...citation, text: "" })),
    sources,
  )
    .filter(({ grounded }) => grounded)
    .slice(0, mostEvidence)
    .map(({ source, quote }) => ({ source: source.slice(0, 200), quote }));
  const isThere = about !== undefined && sources.documents.some(({ path }) => path === about);
  return {
    ...judged,
    ...(isThere ? { about } : {}),
    ...(found.length === 0 ? {} : { evidence: found }),
  };
};

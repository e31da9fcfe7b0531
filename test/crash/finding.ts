/** Something that must not be. */
export interface Finding {
  /** `lost` and `doubled` are counted by themselves; `wrong` is everything else. */
  readonly type: "lost" | "doubled" | "wrong";
  readonly project: string;
  /** The effect, command, envelope or call it is about. */
  readonly key: string;
  /** What happened, in words. */
  readonly detail: string;
  /** Lines of the wire between which the process must have died for this; null when the wire does not tell. */
  readonly wire: readonly [number, number] | null;
}

export const finding = (
  type: Finding["type"],
  about: { readonly project: string; readonly key: string; readonly wire?: readonly [number, number] },
  detail: string,
): Finding => ({ type, project: about.project, key: about.key, detail, wire: about.wire ?? null });

/** The items that occur more than once, each with how often. */
export const repeated = (items: readonly string[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return new Map([...counts].filter(([, count]) => count > 1));
};

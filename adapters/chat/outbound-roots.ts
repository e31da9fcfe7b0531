import type { Notes } from "#src/ports/inbox.ts";

/** When root messages were begun: a channel's history has no end, so it is searched from there on. Kept on disk. */
export interface RootTimes {
  /** When this root was begun, in milliseconds since 1970; null when it never was. */
  begun(key: string): Promise<number | null>;
  /** It is begun, now if not before. */
  begin(key: string, now: number): Promise<number>;
}

export const createRootTimes = (notes: Notes): RootTimes => {
  const begun = async (key: string): Promise<number | null> => {
    const note = await notes.get(noteOf(key));
    return note === undefined ? null : Number(note);
  };
  return {
    begun,
    begin: async (key, now) => {
      const before = await begun(key);
      if (before === null) await notes.put(noteOf(key), String(now));
      return before ?? now;
    },
  };
};

const noteOf = (key: string): string => `root ${key}`;

import type { Did, Handled } from "./did.ts";
import type { Sight } from "./platform.ts";
import { isOver, type Rows } from "./rows.ts";

export interface LeavingOptions {
  readonly sight: Pick<Sight, "isThere">;
  readonly rows: Rows;
  /** How many projects the round has. */
  readonly projects: number;
  readonly did: readonly Did[];
  readonly handled: () => readonly Handled[];
}

/** A process reads what was missed within a second or two: what is not handled after so long came too late to be. */
const quietMs = 6_000;

/** May people leave? Not before all projects are over, and what was said late is handled: it may open one again. */
export const createLeaving = ({ sight, rows, projects, did, handled }: LeavingOptions): (() => boolean) => {
  let quietSince: number | null = null;
  const isQuiet = (): boolean => sight.isThere() && rows.size >= projects && [...rows.values()].every(isOver);
  const isAllHandled = (): boolean => {
    const ids = new Set(handled().map(({ id }) => id));
    return did.every(({ told }) => told.every((one) => !(one.isAcked || one.isKept) || ids.has(one.id)));
  };
  return () => {
    if (!isQuiet()) {
      quietSince = null;
      return false;
    }
    quietSince ??= Date.now();
    return isAllHandled() || Date.now() - quietSince >= quietMs;
  };
};

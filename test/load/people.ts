import { setTimeout as sleep } from "node:timers/promises";
import type { Deed, LoadDouble, Player } from "./platform.ts";

/** People who start one project each and approve whatever they are asked. */
export interface People {
  /** Resolves when all have started theirs, one every `everyMs`. */
  start(everyMs: number): Promise<void>;
  stop(): Promise<void>;
  /** Everything they did, the oldest first. */
  readonly deeds: readonly Deed[];
}

/** As long as a quick reader takes. */
const readingMs = 1_500;
const lookEveryMs = 50;

const briefs = [
  "Coaches book the lanes of a pool. A coach must book a lane for 30 minutes. Members see which lanes are free. A booking can be cancelled until an hour before. The system must answer within 300 ms.",
  "A library lends tools to its neighbours. A neighbour must reserve a tool for a week. The librarian sees what is late. Reminders go out by mail a day before. The service must keep working offline.",
  "A bakery takes orders for the morning. Customers must order before eight in the evening. The baker prints a list by kind of bread. Payment happens at the counter. Data is kept for one year.",
] as const;

export const createPeople = (double: LoadDouble): People => {
  const stopping = new AbortController();
  const doing = new Set<Promise<void>>();
  const deeds: Deed[] = [];
  let seen = 0;

  const note = (act: Promise<Deed>): void => {
    const done = act.then((deed) => void deeds.push(deed)).finally(() => doing.delete(done));
    doing.add(done);
  };
  const look = async (): Promise<void> => {
    for (; !stopping.signal.aborted; await sleep(lookEveryMs))
      for (; seen < double.said(); seen += 1) {
        const approve = double.approval(seen);
        if (approve !== null) note(sleep(readingMs).then(approve));
      }
  };
  const looking = look();
  return {
    deeds,
    start: async (everyMs) => {
      for (const [n, person] of double.people.entries()) {
        note(begin(person, n));
        await sleep(everyMs);
      }
    },
    stop: async () => {
      stopping.abort();
      await looking;
      await Promise.all(doing);
    },
  };
};

const begin = async (person: Player, n: number): Promise<Deed> =>
  await person.start(`${briefs[n % briefs.length] ?? briefs[0]} This is club number ${n + 1}.`);

import { Asked } from "../asked.ts";
import { gatherProjects, inStorage, type ProjectEvidence } from "../evidence.ts";
import { readLines } from "../journal.ts";
import { placesIn } from "../round.ts";
import { Handled, type Did } from "./did.ts";
import type { Left } from "./left.ts";
import type { Double, Platform } from "./platform.ts";

/** Everything a round left behind, on disk and on the platform. */
export interface ChatEvidence extends Left {
  readonly projects: readonly ProjectEvidence[];
  readonly asked: readonly Asked[];
  /** Ids of what was taken and never handled. */
  readonly unhandled: readonly string[];
  /** What was handled, with the times. */
  readonly handled: readonly Handled[];
  readonly did: readonly Did[];
}

interface Over {
  readonly platform: Platform;
  readonly double: Double;
  readonly did: readonly Did[];
}

/** Reads a round's folder and looks at its platform after its last process has ended. */
export const gather = async (folder: string, { platform, double, did }: Over): Promise<ChatEvidence> => {
  const places = placesIn(folder);
  const kept = await inStorage(places.data, async (storage) => ({
    projects: await gatherProjects(storage, places.data),
    unhandled: (await storage.chatMemory(platform.name).inbox.open()).map(({ id }) => id),
  }));
  return {
    ...kept,
    ...(await double.look(kept.projects)),
    asked: readLines(places.asked, Asked),
    handled: readLines(places.handled, Handled),
    did,
  };
};

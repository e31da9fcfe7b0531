import type { Posted } from "#src/ports.ts";
import { createInbox } from "../../../contracts/inbox.ts";
import { status } from "./samples.ts";
import { makeFolder, openLive, type LiveStage } from "./stage.ts";

/** Effect ids of one project. */
export const key = (n: number): string => `p-abc123:${n}:1`;

/** Opens a thread and lets it be drawn. */
export const begin = async (stage: LiveStage, title = "Bird diary"): Promise<Posted> => {
  const message = status(title, 0, ["running", "waiting"]);
  const place = await stage.chat.openThread("terminal", `p-${title.length}xxxxx:1:1`, message);
  await stage.clock.advance(200);
  return place;
};

/** A live terminal that listens, with one project in it. */
export const started = async (size?: { columns: number; rows: number }) => {
  const stage = openLive(makeFolder(), size);
  const inbox = createInbox();
  await stage.chat.listen(inbox.receive);
  return { ...stage, inbox, place: await begin(stage) };
};

/** The live part: everything from the last thin line on. */
export const live = ({ screen }: { screen: LiveStage["screen"] }): readonly string[] => {
  const lines = screen.lines();
  return lines.slice(lines.findLastIndex((line) => /^─{10,}$/.test(line)));
};

/** How many lines of the whole scrollback fit the pattern. */
export const count = (stage: LiveStage, pattern: RegExp): number =>
  stage.screen.lines().filter((line) => pattern.test(line)).length;

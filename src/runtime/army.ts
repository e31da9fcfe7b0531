import type { Receive } from "../ports.ts";
import { reminderAt } from "../project/deadlines.ts";
import { laterWakeAt } from "../project/outbox.ts";
import type { Project } from "../project/project.ts";
import { createLane } from "./lanes.ts";
import type { Parts } from "./parts.ts";
import { createReceive } from "./receive.ts";
import { createTalk } from "./talk.ts";
import { createTurns, type Turns } from "./turns.ts";
import { createWork } from "./work.ts";

/** The running product: chats in, projects moved, effects out. */
export interface Army {
  /** Takes up everything that was left pending, then listens. */
  start(): Promise<void>;
  /** Handles something a person did. */
  readonly receive: Receive;
  readonly submit: Turns["submit"];
  /** Stops taking work, abandons running steps (they run again at the next start) and waits for what is under way. */
  stop(): Promise<void>;
}

/** What the outside may want to know. */
export interface Watch {
  /** Called with every saved row. */
  readonly saved?: (project: Project) => void;
  /** Called when state cannot be read or saved: the process should end, loudly. */
  readonly broken?: (error: unknown) => void;
}

/** Joins the parts. Nothing starts before `start`. */
export const createArmy = (parts: Parts, watch: Watch = {}): Army => {
  const saved = (project: Project): void => {
    work.saved(project);
    if (project.wakeAt !== null) wake(parts, project.id, project.wakeAt);
    watch.saved?.(project);
  };
  const turns = createTurns(parts, saved);
  const work = createWork(parts, turns);
  const talk = createTalk(parts, turns);
  const talkLane = createLane(talk.look);
  const hurryLane = createLane(talk.hurry);
  const receive = createReceive(parts, turns);

  const look = async (id: string): Promise<void> => {
    try {
      await remind(parts, turns, id);
      await Promise.all([talkLane.run(id), hurryLane.run(id), work.look(id)]);
    } catch (error) {
      parts.log.error({ project: id, err: error }, "state broke");
      watch.broken?.(error);
    }
  };

  return {
    receive,
    submit: turns.submit,
    start: async () => {
      await parts.engine.start(look);
      for (const chat of parts.chats) await chat.listen(receive);
    },
    stop: async () => {
      work.stop();
      talk.stop();
      await parts.engine.stop();
      for (const chat of parts.chats) await chat.close();
    },
  };
};

const wake = (parts: Parts, id: string, at: number): void => {
  if (at <= parts.clock.now()) parts.engine.kick(id);
  else parts.engine.wakeAt(id, at);
};

/** Time may have passed a deadline: the project says itself what is due. What is due later is not forgotten over what is under way now. */
const remind = async (parts: Parts, turns: Turns, id: string): Promise<void> => {
  const project = await parts.store.load(id);
  if (project === undefined) return;
  const at = parts.clock.now();
  const later = laterWakeAt(project, at);
  if (later !== null) parts.engine.wakeAt(id, later);
  const isDue = project.escalations.some((one) => one.state === "open" && reminderAt(one) <= at);
  if (isDue) await turns.submit({ id: `${id}:timeUp:${at}`, project: id, at, type: "timeUp" });
};

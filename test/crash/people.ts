import { z } from "zod";
import type { Inbound } from "#src/ports.ts";
import type { Project } from "#src/project/project.ts";
import type { Army } from "#src/runtime/army.ts";
import { note, readLines } from "./journal.ts";
import type { Reach } from "./mortal.ts";
import type { Action, Plan, Round } from "./round.ts";

/** What a chat platform remembers of an event: that it happened, and that it was taken. Until then it is delivered again. */
export const Delivery = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("sent"), inbound: z.custom<Inbound>(), again: z.boolean() }),
  z.strictObject({ type: z.literal("acked"), id: z.string(), reply: z.string().nullable() }),
]);
export type Delivery = z.infer<typeof Delivery>;

/** The people of a round, and the platform between them and the product. */
export interface People {
  /** Starts the projects, and delivers again what was not taken before the last process died. */
  begin(): void;
  /** Lets people react to a saved row. */
  see(project: Project): void;
  /** Is there nothing on its way? */
  isQuiet(): boolean;
}

interface Options {
  readonly round: Round;
  readonly file: string;
  readonly receive: Army["receive"];
  readonly reach: Reach;
  /** Called after every event that was taken. */
  readonly onTaken: () => void;
  readonly onFault: (error: unknown) => void;
}

export const createPeople = (options: Options): People => {
  const { round, file } = options;
  const sent = new Map<string, Inbound>();
  const acked = new Set<string>();
  for (const line of readLines(file, Delivery)) {
    if (line.type === "sent") sent.set(line.inbound.id, line.inbound);
    else acked.add(line.id);
  }

  const deliver = async (inbound: Inbound): Promise<void> => {
    note(file, { type: "sent", inbound, again: sent.has(inbound.id) } satisfies Delivery);
    sent.set(inbound.id, inbound);
    const reply = await options.receive(inbound);
    options.reach(inbound.thread === null ? "before-ack start" : "before-ack command");
    note(file, { type: "acked", id: inbound.id, reply: reply?.fallback ?? null } satisfies Delivery);
    acked.add(inbound.id);
    options.onTaken();
  };
  const send = (inbound: Inbound): void => void deliver(inbound).catch(options.onFault);

  return {
    begin: () => {
      const undelivered = [...sent.values()].filter(({ id }) => !acked.has(id));
      for (const inbound of undelivered) send(inbound);
      for (const plan of round.projects) if (!sent.has(startId(plan))) send(startOf(plan));
    },
    see: (project) => {
      const plan = round.projects.find(({ person }) => person === project.startedBy.id);
      for (const action of plan?.actions ?? []) {
        if (project.chat.thread === null || sent.has(action.id) || !isDue(action, project, acked)) continue;
        send(said(project, action));
      }
    },
    isQuiet: () => round.projects.every((plan) => sent.has(startId(plan))) && sent.size === acked.size,
  };
};

const isDue = ({ when }: Action, project: Project, acked: ReadonlySet<string>): boolean => {
  switch (when.type) {
    case "version":
      return project.version >= when.version;
    case "asked":
      return project.escalations.some(
        (one) => one.state === "open" && one.choices.some(({ id }) => id === "approve"),
      );
    case "after":
      return acked.has(when.id);
  }
};

const startId = ({ person }: Plan): string => `start:${person}`;

const here = (person: string, at: number) => ({
  at,
  chat: "terminal",
  channel: "terminal",
  by: { id: person, name: `Person ${person}`, roles: [] },
});

const startOf = (plan: Plan): Inbound => ({
  ...here(plan.person, Date.now()),
  id: startId(plan),
  thread: null,
  event: {
    type: "slash",
    text: `start --workflow ${plan.workflow}${plan.decide === "approve" ? "" : " --approve gates"}`,
    brief: plan.brief,
  },
});

const said = (project: Project, action: Action): Inbound => ({
  ...here(project.startedBy.id, Date.now()),
  id: action.id,
  thread: project.chat.thread,
  event: { type: "message", text: action.text },
});

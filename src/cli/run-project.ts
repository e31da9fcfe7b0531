import { randomUUID } from "node:crypto";
import process from "node:process";
import { BotArmyError } from "../errors.ts";
import type { Inbound } from "../ports.ts";
import type { Project } from "../project/project.ts";
import type { Parts } from "../runtime/parts.ts";
import { decideByScript } from "./decide.ts";
import { exitCodes, unfinished } from "./failure.ts";
import { reportOf } from "./report.ts";
import type { RunOptions } from "./run-flags.ts";
import { inSession, type Session, type Stop, type Use } from "./session.ts";

type Place = Pick<Use<Project>, "data" | "open">;

/** Starts the project, decides what is asked, and waits until nothing is owed any more. The exit code; see `exitCodes`. */
export const runProject = async (options: RunOptions, place: Place): Promise<number> => {
  const started = startOf(options);
  const ours: { id: string | null } = { id: null };
  const use: Use<Project> = {
    ...place,
    saved: (project, session) => {
      if (project.seen.some((seen) => seen.id === started.id)) ours.id = project.id;
      const isOurs = project.id === ours.id;
      decideByScript(session, { project, rules: options.rules, isOurs });
      if (isOurs) watch(project, session);
    },
    run: async (session) => {
      const refusal = await session.army.receive(started);
      if (refusal !== null) throw new BotArmyError("start-refused", refusal.fallback);
      return await session.ended;
    },
  };
  try {
    return await inSession(use, (result, parts) => conclude(result, parts, { ...place, ...ours, options }));
  } catch (error) {
    if (ours.id === null || !(error instanceof BotArmyError)) throw error;
    throw unfinished(`${error.message} ${goesOn(ours.id, place.data)}`, error);
  }
};

const conclude = async (
  result: Project | Stop,
  parts: Parts,
  { options, data, id }: { options: RunOptions; data: string; id: string | null },
): Promise<number> => {
  if (typeof result === "string") {
    const hint = id === null ? "nothing was begun." : goesOn(id, data);
    process.stderr.write(`botarmy: stopped; ${hint}\n`);
    return exitCodes[result];
  }
  if (options.json) process.stdout.write(`${JSON.stringify(await reportOf(parts, result))}\n`);
  return result.status === "completed" ? exitCodes.done : exitCodes.unfinished;
};

const goesOn = (id: string, data: string): string =>
  `${id} goes on with: botarmy start --data ${/\s/.test(data) ? JSON.stringify(data) : data}`;

const startOf = (options: RunOptions): Inbound => {
  const words = [
    "start",
    ...(options.workflow === null ? [] : [`--workflow ${options.workflow}`]),
    ...(options.asksAtGates ? ["--approve gates"] : []),
  ];
  return {
    id: `cli:${randomUUID()}`,
    at: Date.now(),
    chat: "terminal",
    channel: "terminal",
    thread: null,
    by: { id: "you", name: "You", roles: [] },
    event: { type: "slash", text: words.join(" "), brief: options.brief.text },
  };
};

/** Ends the session when the project has ended, told and written everything, or when what it owes fails again and again. */
const watch = (project: Project, session: Session<Project>): void => {
  const ended = project.status === "completed" || project.status === "cancelled";
  if (ended && project.outbox.length === 0) session.finish(project);
  if (!project.outbox.some((effect) => effect.tries >= mostTries)) return;
  reasonOf(session.parts, project).then(
    (reason) => session.fail(new BotArmyError("stuck", `${project.id} cannot go on: ${reason}.`)),
    session.fail,
  );
};

/** Without a person who could mend it, an effect that failed so often, over some seconds, ends the run. */
const mostTries = 3;

const reasonOf = async (parts: Parts, project: Project): Promise<string> => {
  const { envelopes } = await parts.history.page(project.id, { limit: 100 });
  const text = envelopes.find((one) => one.type === "error")?.content.text ?? "see its log";
  return (text.split("\n", 1)[0] ?? "").replace(/\.$/, "");
};

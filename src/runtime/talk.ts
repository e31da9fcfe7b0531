import { ProviderError, BotArmyError } from "../errors.ts";
import type { Chat, Place } from "../ports.ts";
import type { Command } from "../project/command.ts";
import type { Effect } from "../project/effect.ts";
import { escalationCard } from "../project/escalation-card.ts";
import { readyEffects } from "../project/outbox.ts";
import type { Project } from "../project/project.ts";
import { statusCard } from "../project/status-card.ts";
import type { Parts } from "./parts.ts";
import type { Turns } from "./turns.ts";

/** What the platform gave back. */
interface Result {
  readonly effect: string;
  readonly ref: string;
  readonly thread: string | null;
}

/** Tells the thread what the project wants told, in order. Posts are marked as `sending` before the act; edits may be repeated freely. */
export const createTalk =
  (parts: Parts, turns: Turns) =>
  async (id: string): Promise<void> => {
    for (;;) {
      const project = await parts.store.load(id);
      const batch = project === undefined ? [] : readyEffects(project, "talk", parts.clock.now());
      if (project === undefined || batch.length === 0) return;
      await mark(parts, turns, { project, batch });
      if (!(await tellAll(parts, turns, { project, batch }))) return;
    }
  };

interface Batch {
  readonly project: Project;
  readonly batch: readonly Effect[];
}

const mark = async (parts: Parts, turns: Turns, { project, batch }: Batch): Promise<void> => {
  const fresh = batch
    .filter((effect) => effect.state === "ready" && effect.type !== "edit")
    .map((effect) => effect.id);
  const [first] = fresh;
  if (first !== undefined)
    await turns.submit({ ...report(parts, project.id, `${first}:sending`), type: "sending", effects: fresh });
};

/** False when an effect failed and is waiting for another try. */
const tellAll = async (parts: Parts, turns: Turns, { project, batch }: Batch): Promise<boolean> => {
  const results: Result[] = [];
  const save = async (): Promise<void> => {
    const told = results.splice(0);
    const [first] = told;
    if (first !== undefined)
      await turns.submit({
        ...report(parts, project.id, `${first.effect}:performed`),
        type: "performed",
        results: told,
      });
  };
  for (const [i, effect] of batch.entries()) {
    // Read again just before each act: cards show the newest state, and a row that somebody else has moved on is left alone.
    const current = await parts.store.load(project.id);
    if (current === undefined || !current.outbox.some((one) => one.id === effect.id)) continue;
    try {
      results.push(await tell(parts, current, effect));
    } catch (error) {
      await save();
      await turns.submit(failed(parts, current, { effect, error }));
      return false;
    }
    if (isAwaited(effect, batch.slice(i + 1))) await save();
  }
  await save();
  return true;
};

/** Must the row know its outcome before the rest is told? A thread is spoken in, and the card of a question may be redrawn at once. */
const isAwaited = (effect: Effect, rest: readonly Effect[]): boolean => {
  if (effect.type === "openThread") return rest.length > 0;
  return effect.type === "ask" && rest.some((one) => one.type === "edit" && one.target === effect.escalation);
};

const tell = async (parts: Parts, project: Project, effect: Effect): Promise<Result> => {
  const chat = chatOf(parts, project);
  const before =
    effect.state === "sending"
      ? await chat.find(project.chat.channel, project.chat.thread, effect.id)
      : undefined;
  const posted = before ?? (await act(parts, { chat, project }, effect));
  parts.log.debug(
    { project: project.id, effect: effect.id, type: effect.type, found: before !== undefined },
    "told",
  );
  return {
    effect: effect.id,
    ref: posted?.id ?? "",
    thread: effect.type === "openThread" ? (posted?.thread ?? null) : null,
  };
};

const act = async (parts: Parts, { chat, project }: { chat: Chat; project: Project }, effect: Effect) => {
  if (effect.type === "openThread") {
    return await chat.openThread(project.chat.channel, effect.id, statusCard(project, parts.clock.now()));
  }
  const place = placeOf(project);
  switch (effect.type) {
    case "post":
      return await chat.post(place, effect.id, effect.message);
    case "ask":
      return await chat.post(place, effect.id, cardOf(project, effect.escalation));
    case "edit":
      return await redraw(parts, { chat, project }, effect.target);
    case "upload":
      return await chat.upload(place, effect.id, {
        path: effect.path,
        version: effect.version,
        text: await parts.bodies.get(effect.body),
      });
    case "writeArtifact":
    case "runStep":
      throw new Error(`${effect.type} does not belong to the talk lane`);
  }
};

const redraw = async (
  parts: Parts,
  { chat, project }: { chat: Chat; project: Project },
  target: string,
): Promise<undefined> => {
  const place = placeOf(project);
  if (target === "status") {
    await chat.edit(place, project.chat.root ?? "", statusCard(project, parts.clock.now()));
    return;
  }
  const posted = project.escalations.find((one) => one.id === target)?.posted;
  if (posted !== null && posted !== undefined) await chat.edit(place, posted, cardOf(project, target));
};

const cardOf = (project: Project, id: string) => {
  const escalation = project.escalations.find((one) => one.id === id);
  if (escalation === undefined) throw new Error(`${project.id} has no ${id}`);
  return escalationCard(project, escalation);
};

const placeOf = (project: Project): Place => {
  if (project.chat.thread === null) throw new Error(`${project.id} has no thread yet`);
  return { channel: project.chat.channel, thread: project.chat.thread };
};

const chatOf = (parts: Parts, project: Project): Chat => {
  const chat = parts.chats.find((one) => one.name === project.chat.name);
  if (chat !== undefined) return chat;
  throw new BotArmyError(
    "chat-missing",
    `${project.id} lives on ${project.chat.name}, which is not connected. Start with its token set.`,
  );
};

const failed = (
  parts: Parts,
  project: Project,
  { effect, error }: { effect: Effect; error: unknown },
): Command => {
  const message = error instanceof Error ? error.message : String(error);
  parts.log.warn({ project: project.id, effect: effect.id, type: effect.type, err: error }, "not told");
  const fault = error instanceof ProviderError ? error : { retryable: true, retryAfterMs: null };
  return {
    ...report(parts, project.id, `${effect.id}:failed:${effect.tries + 1}`),
    type: "notPerformed",
    effect: effect.id,
    message: message.slice(0, 1_000),
    retryable: fault.retryable,
    retryAfterMs: fault.retryAfterMs,
  };
};

const report = (parts: Parts, project: string, id: string) => ({ id, project, at: parts.clock.now() });

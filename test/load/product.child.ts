import { fileURLToPath } from "node:url";
import { readChats } from "#src/config/chats.ts";
import { openDemo, openMachine, type Opened } from "#src/main.ts";
import { openDiscord } from "#src/main/discord.ts";
import { openSlack } from "#src/main/slack.ts";
import type { Chat } from "#src/ports.ts";
import { laneOf } from "#src/project/effect.ts";
import type { Project } from "#src/project/project.ts";
import { createArmy } from "#src/runtime/army.ts";
import { Orders, type Row, type Told } from "./told.ts";

/**
 * The product as a process of its own, on an empty data folder, signed in to the chat that its environment tells: SQLite,
 * git, the scripted model. Tells its parent of every row that is saved and of its memory, and ends when it is asked to.
 */
const orders = Orders.parse(JSON.parse(process.argv[2] ?? ""));

const tell = (told: Told): void => void process.send?.(told);

const broken = (fault: unknown): void =>
  tell({ type: "broken", words: fault instanceof Error ? (fault.stack ?? fault.message) : String(fault) });

const rowOf = (project: Project): Row => ({
  type: "row",
  at: Date.now(),
  project: project.id,
  isDone: project.status !== "running" && project.outbox.length === 0,
  telling: project.outbox.flatMap((effect) => {
    const { type, id } = effect;
    const waits = effect.after.some((other) => project.outbox.some((one) => one.id === other));
    if (laneOf(effect) === "work" || type === "runStep" || type === "writeArtifact" || waits) return [];
    return [
      {
        id,
        type,
        escalation: type === "ask" ? effect.escalation : null,
        target: type === "edit" ? effect.target : null,
      },
    ];
  }),
  questions: project.escalations.map(({ id, raisedAt }) => ({ id, raisedAt })),
});

const hooks = {
  onFatal: broken,
  onWait: broken,
  onReady: () => undefined,
  signal: new AbortController().signal,
};

const openChats = async (opened: Opened): Promise<readonly Chat[]> => {
  const { slack, discord } = readChats(process.env);
  return await Promise.all([
    ...(slack === null ? [] : [openSlack(slack, opened, hooks)]),
    ...(discord === null ? [] : [openDiscord(discord, opened, hooks)]),
  ]);
};

const { model, settings } = await openDemo({ scenario: "clean", seed: 1, msPerStep: orders.msPerStep });
const machine = await openMachine({
  data: orders.data,
  root: fileURLToPath(new URL("../..", import.meta.url)),
  logLevel: "info",
  defaults: { workflow: "sdlc", mode: "scripted", settings: { ...settings, approvals: "gates" } },
  model: () => model,
  warn: broken,
  chats: openChats,
});
const army = createArmy(machine.parts, { broken, saved: (project) => tell(rowOf(project)) });

const megabytes = (bytes: number): number => bytes / 2 ** 20;
const measuring = setInterval(() => {
  const { rss, heapUsed } = process.memoryUsage();
  tell({ type: "memory", rssMb: megabytes(rss), heapMb: megabytes(heapUsed) });
}, 1_000);

process.once("message", () => {
  clearInterval(measuring);
  const end = async (): Promise<void> => {
    await army.stop();
    await machine.close();
    process.disconnect();
  };
  end().catch(broken);
});

await army.start();
tell({ type: "ready" });

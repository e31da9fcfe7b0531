import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import type { Clock, Place } from "#src/ports.ts";
import type { Project } from "#src/project/project.ts";
import type { Parts } from "#src/runtime/parts.ts";
import { until } from "../support/until.ts";
import { commonTroubles } from "./common-troubles.ts";
import { startProduct, type Around, type ProductOptions } from "./product.ts";
import { quickClock } from "./quick-clock.ts";
import type { Card, Platform, SeenAlone, Somebody, World } from "./world.ts";

export interface ChatStageOptions extends ProductOptions {
  /** How many times faster than the machine's clock the product's goes; 5 unless said. */
  readonly pace?: number;
  /** The product's clock, where a story moves it by itself. */
  readonly clock?: Clock;
  /** Names of groups or roles that messages may notify beside Ann and Bob. */
  readonly mayNotify?: readonly string[];
  /** Enforces the platform's rates; not unless said. */
  readonly rates?: boolean;
  /** A folder of workflows and agents that people have put into the data folder. */
  readonly roles?: string;
}

/** The product on a chat platform of this machine. */
export interface ChatStage<W extends World = World> {
  readonly world: W;
  readonly parts: Parts;
  /** What those who run the bot were told at once, in its words. */
  readonly told: readonly string[];
  /** The names of the documents that each call of the model was given, oldest call first. */
  readonly given: readonly (readonly string[])[];
  /** Everything that should not happen in any story: words to those who run the bot, warnings, refusals by the platform, something said twice, something not acknowledged. */
  troubles(): readonly string[];
  project(): Promise<Project>;
  /** The place of the newest project's thread, once it is open. */
  place(): Promise<Place>;
  /** Resolves when `holds` is true of the newest project. */
  when(holds: (project: Project) => boolean, what?: string): Promise<Project>;
  /** Resolves with the thread of the newest project as people read it, once they read these words in it. */
  reads(words: string | RegExp): Promise<string>;
  /** Resolves with what the person alone is shown, once it says this; looked for behind what earlier calls have found. */
  isTold(person: Somebody, words: string | RegExp): Promise<SeenAlone>;
  /** Resolves with the open question's card in the thread. */
  card(escalation: string): Promise<Card>;
  /** Resolves when the newest project has nothing left to say. */
  quiet(): Promise<Project>;
  /** Ends the process gracefully and starts another one on the same folder. */
  restart(changed?: Pick<ProductOptions, "scenario">): Promise<ChatStage<W>>;
  stop(): Promise<void>;
}

/** An empty data folder with the product started on it, signed in to an empty platform. */
export const openChatStage = async <W extends World>(
  platform: Platform<W>,
  options: ChatStageOptions = {},
): Promise<ChatStage<W>> => {
  const { pace = 5, mayNotify = [], rates = false } = options;
  const data = mkdtempSync(path.join(tmpdir(), `botarmy-${platform.name}-`));
  if (options.roles !== undefined) cpSync(options.roles, path.join(data, "roles"), { recursive: true });
  const clock = options.clock ?? (pace === 1 ? null : quickClock(pace));
  const quick = clock === null ? {} : { quick: { clock, pace } };
  const world = await platform.open({ mayNotify, rates, ...quick });
  onTestFinished(async () => {
    await world.close();
    rmSync(data, { recursive: true, force: true });
  });
  return await startOn({ data, world, clock, told: [], read: new Map(), given: [] }, options);
};

/** What is awaited is there within a second or two; this only makes a failure readable. */
const patienceMs = 20_000;

const startOn = async <W extends World>(
  around: Around<W>,
  options: ProductOptions,
): Promise<ChatStage<W>> => {
  const { world, told } = around;
  const { parts, stop } = await startProduct(around, options);
  onTestFinished(stop);
  const looking = lookingAt(around, parts);
  return {
    world,
    parts,
    told,
    given: around.given,
    troubles: () => [...commonTroubles(around), ...world.troubles()],
    ...looking,
    ...reading(around, looking),
    restart: async (changed = {}) => {
      await stop();
      return await startOn(around, { ...options, ...changed });
    },
    stop,
  };
};

type Looking = Pick<ChatStage, "project" | "when" | "place" | "card" | "quiet">;

const lookingAt = ({ world, told }: Around, { store }: Parts): Looking => {
  const newest = async (): Promise<Project | undefined> => {
    const [id] = await store.ids();
    return id === undefined ? undefined : await store.load(id);
  };
  const when: Looking["when"] = async (holds, what = holds.toString()) => {
    const look = async (): Promise<Project | null> => {
      const row = await newest();
      return row !== undefined && holds(row) ? row : null;
    };
    return await until(look, patienceMs).catch(async (error: unknown) => {
      const row = await newest();
      const facts = { status: row?.status, outbox: row?.outbox, last: world.lately(), told };
      throw new Error(`it did not come to ${what}: ${JSON.stringify(facts).slice(0, 3_000)}`, {
        cause: error,
      });
    });
  };
  const posted = (escalation: string, row: Project): string | null | undefined =>
    row.escalations.find(({ id, state }) => id === escalation && state === "open")?.posted;
  return {
    when,
    project: async () => {
      const row = await newest();
      if (row === undefined) throw new Error("there is no project yet");
      return row;
    },
    place: async () => {
      const { chat } = await when((row) => row.chat.thread !== null, "an open thread");
      return { channel: chat.channel, thread: chat.thread ?? "" };
    },
    card: async (escalation) => {
      const row = await when((one) => typeof posted(escalation, one) === "string", `a card of ${escalation}`);
      return await world.message(posted(escalation, row) ?? "");
    },
    quiet: () => when(({ outbox }) => outbox.every(({ type }) => type === "runStep"), "nothing to say"),
  };
};

const reading = (
  { world, read }: Around,
  { place }: Pick<Looking, "place">,
): Pick<ChatStage, "reads" | "isTold"> => ({
  reads: async (words) => {
    const at = await place();
    const look = async (): Promise<string | null> => {
      const text = await world.thread(at);
      return has(text, words) ? text : null;
    };
    return await until(look, patienceMs).catch(async (error: unknown) => {
      throw new Error(`nobody reads ${String(words)} in: ${(await world.thread(at)).slice(-3_000)}`, {
        cause: error,
      });
    });
  },
  isTold: async (person, words) => {
    const look = (): SeenAlone | null => {
      const all = person.alone();
      const n = all.findIndex(({ text }, i) => i >= (read.get(person.id) ?? 0) && has(text, words));
      if (n === -1) return null;
      read.set(person.id, n + 1);
      return all[n] ?? null;
    };
    return await until(look, patienceMs).catch((error: unknown) => {
      const all = person.alone().map(({ text }) => text);
      throw new Error(
        `${person.name} is not told ${String(words)}, but: ${all.join("\n---\n").slice(-3_000)}`,
        { cause: error },
      );
    });
  },
});

/** Does it say this? */
const has = (text: string, words: string | RegExp): boolean =>
  typeof words === "string" ? text.includes(words) : words.test(text);

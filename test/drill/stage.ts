import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import type { Place } from "#src/ports.ts";
import type { Project } from "#src/project/project.ts";
import { startProduct, type Product } from "../stories/product.ts";
import type { Platform, World } from "../stories/world.ts";
import { until } from "../support/until.ts";
import { passingClock, type PassingClock } from "./passing-clock.ts";

/** The product on a platform that can be out of reach for as long as wanted. */
export interface Drill<W extends World> {
  readonly world: W;
  readonly clock: PassingClock;
  /** What those who run the bot were told at once. */
  readonly told: readonly string[];
  /** The place of the nth project from 0 on, once its thread is open. */
  place(nth: number): Promise<Place>;
  /** Resolves when it holds of the nth project. */
  when(nth: number, holds: (project: Project) => boolean): Promise<Project>;
  /** The open question's card, in the nth project's thread. */
  card(nth: number, escalation: string): Promise<string>;
  /** Resolves once people read these words in the nth project's thread. */
  reads(nth: number, words: string): Promise<string>;
  /** How often these words are in the nth project's thread. */
  times(nth: number, words: string): Promise<number>;
  /** Ends the process gracefully. */
  stop(): Promise<void>;
  /** Starts the next one; resolves without waiting for the platform. */
  start(): Promise<void>;
}

const patienceMs = 20_000;

export const openDrill = async <W extends World>(
  open: (clock: PassingClock) => Platform<W>,
  clock = passingClock(),
): Promise<Drill<W>> => {
  const platform = open(clock);
  const world = await platform.open({ mayNotify: [], rates: false });
  const data = mkdtempSync(path.join(tmpdir(), "botarmy-drill-"));
  const unready = { ...world, ready: async () => undefined };
  const around = { data, world, clock, told: [], read: new Map<string, number>(), given: [] };
  let product: Product = await startProduct(around, {});
  onTestFinished(async () => {
    await product.stop();
    await world.close();
    rmSync(data, { recursive: true, force: true });
  });
  const row = async (nth: number): Promise<Project | undefined> => {
    const ids = (await product.parts.store.ids()).toReversed();
    return await product.parts.store.load(ids[nth] ?? "");
  };
  const when: Drill<W>["when"] = async (nth, holds) => {
    let last: Project | undefined;
    const look = async (): Promise<Project | false> => {
      last = await row(nth);
      return last !== undefined && holds(last) && last;
    };
    return await until(look, patienceMs).catch((error: unknown) => {
      const facts = { status: last?.status, outbox: last?.outbox, lately: world.lately(), told: around.told };
      throw new Error(`it did not come to ${String(holds)}: ${JSON.stringify(facts).slice(0, 2_000)}`, {
        cause: error,
      });
    });
  };
  const place: Drill<W>["place"] = async (nth) => {
    const { chat } = await when(nth, (project) => project.chat.thread !== null);
    return { channel: chat.channel, thread: chat.thread ?? "" };
  };
  return {
    world,
    clock,
    told: around.told,
    place,
    when,
    card: async (nth, escalation) => {
      const posted = ({ escalations }: Project): string =>
        escalations.find(({ id, state }) => id === escalation && state === "open")?.posted ?? "";
      return posted(await when(nth, (project) => posted(project) !== ""));
    },
    reads: async (nth, words) => {
      const at = await place(nth);
      const look = async (): Promise<string | false> => {
        const text = await world.thread(at);
        return text.includes(words) && text;
      };
      return await until(look, patienceMs).catch(async (error: unknown) => {
        throw new Error(`nobody reads ${words} in ${(await world.thread(at)).slice(-3_000)}`, {
          cause: error,
        });
      });
    },
    times: async (nth, words) => (await world.thread(await place(nth))).split(words).length - 1,
    stop: () => product.stop(),
    start: async () => {
      product = await startProduct({ ...around, world: unready }, {});
    },
  };
};

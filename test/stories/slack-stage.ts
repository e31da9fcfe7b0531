import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import type { Project } from "#src/project/project.ts";
import type { Parts } from "#src/runtime/parts.ts";
import { problemsOf, problemsOfView } from "../adapters/chat/slack/block-rules.ts";
import type { Person, SeenAlone } from "../support/slack/person.ts";
import type { TestSlack } from "../support/slack/slack.ts";
import { startSlack } from "../support/slack/slack.ts";
import type { ProblemsOf } from "../support/slack/world.ts";
import { quickClock } from "./slack-clock.ts";
import { startProduct, type Around, type SlackStageOptions } from "./slack-product.ts";
import { troublesOf } from "./slack-troubles.ts";

/** The product in a Slack of this machine. */
export interface SlackStage {
  readonly slack: TestSlack;
  readonly parts: Parts;
  /** Where Slack sends signed requests; empty in Socket Mode. */
  readonly url: string;
  /** What those who run the bot were told at once, in its words. */
  readonly told: readonly string[];
  /** The names of the documents that each call of the model was given, oldest call first. */
  readonly given: readonly (readonly string[])[];
  /** Everything that should not happen in any story: words to those who run the bot, warnings, refusals by Slack, something said twice, something not acknowledged. */
  troubles(): readonly string[];
  project(): Promise<Project>;
  /** The place of the newest project's thread, once it is open. */
  place(): Promise<Place>;
  /** Resolves when `holds` is true of the newest project. */
  when(holds: (project: Project) => boolean, what?: string): Promise<Project>;
  /** Resolves with the thread of the newest project as people read it, once they read these words in it. */
  reads(words: string | RegExp): Promise<string>;
  /** Resolves with what the person alone is shown, once it says this; looked for behind what earlier calls have found. */
  isTold(person: Person, words: string | RegExp): Promise<SeenAlone>;
  /** Resolves with the ts of the open question's card in the thread. */
  card(escalation: string): Promise<string>;
  /** Resolves when the newest project has nothing left to say. */
  quiet(): Promise<Project>;
  /** Ends the process gracefully and starts another one on the same folder. */
  restart(changed?: Pick<SlackStageOptions, "scenario">): Promise<SlackStage>;
  stop(): Promise<void>;
}

export interface Place {
  readonly channel: string;
  readonly thread: string;
}

/** An empty data folder with the product started on it, signed in to a Slack with the channel `C0GENERAL`. */
export const openSlackStage = async (options: SlackStageOptions = {}): Promise<SlackStage> => {
  const data = mkdtempSync(path.join(tmpdir(), "botarmy-slack-"));
  const slack = await startSlack({ problemsOf: refusals(options.mentions ?? []), ...options.slack });
  onTestFinished(async () => {
    await slack.close();
    rmSync(data, { recursive: true, force: true });
  });
  const { pace = 5 } = options;
  const clock = pace === 1 ? null : quickClock(pace);
  return await startOn({ data, slack, clock, told: [], read: new Map(), given: [] }, options);
};

/** Slack's rules for what is shown, and nobody is mentioned but the people of these tests. */
const refusals =
  (mentions: readonly string[]): ProblemsOf =>
  (shown, surface) =>
    surface === "message"
      ? problemsOf(shown, ["U0ANN00001", "U0BOB00001", ...mentions])
      : problemsOfView(shown);

/** What is awaited is there within a second or two; this only makes a failure readable. */
const patienceMs = 20_000;

const startOn = async (around: Around, options: SlackStageOptions): Promise<SlackStage> => {
  const { slack, told, data } = around;
  const { parts, url, stop } = await startProduct(around, options);
  onTestFinished(stop);
  const looking = lookingAt(around, parts);
  return {
    slack,
    parts,
    url,
    told,
    given: around.given,
    troubles: () => troublesOf(slack, { told, data }),
    ...looking,
    ...reading(around, looking),
    restart: async (changed = {}) => {
      await stop();
      return await startOn(around, { ...options, ...changed });
    },
    stop,
  };
};

type Looking = Pick<SlackStage, "project" | "when" | "place" | "card" | "quiet">;

const lookingAt = ({ slack, told }: Around, { store }: Parts): Looking => {
  const newest = async (): Promise<Project | undefined> => {
    const [id] = await store.ids();
    return id === undefined ? undefined : await store.load(id);
  };
  const when: Looking["when"] = async (holds, what = holds.toString()) => {
    const look = async (): Promise<Project | null> => {
      const row = await newest();
      return row !== undefined && holds(row) ? row : null;
    };
    return await slack.until(look, patienceMs).catch(async (error: unknown) => {
      const row = await newest();
      const facts = { status: row?.status, outbox: row?.outbox, last: slack.calls.slice(-3), told };
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
      return posted(escalation, row) ?? "";
    },
    quiet: () => when(({ outbox }) => outbox.every(({ type }) => type === "runStep"), "nothing to say"),
  };
};

const reading = (
  { slack, read }: Around,
  { place }: Pick<Looking, "place">,
): Pick<SlackStage, "reads" | "isTold"> => ({
  reads: async (words) => {
    const at = await place();
    const look = async (): Promise<string | null> => {
      const text = await slack.thread(at);
      return has(text, words) ? text : null;
    };
    return await slack.until(look, patienceMs).catch(async (error: unknown) => {
      throw new Error(`nobody reads ${String(words)} in: ${(await slack.thread(at)).slice(-3_000)}`, {
        cause: error,
      });
    });
  },
  isTold: async (person, words) => {
    const look = (): SeenAlone | null => {
      const all = person.ephemerals();
      const n = all.findIndex(({ text }, i) => i >= (read.get(person.id) ?? 0) && has(text, words));
      if (n === -1) return null;
      read.set(person.id, n + 1);
      return all[n] ?? null;
    };
    return await slack.until(look, patienceMs).catch((error: unknown) => {
      const all = person.ephemerals().map(({ text }) => text);
      throw new Error(
        `${person.name} is not told ${String(words)}, but: ${all.join("\n---\n").slice(-3_000)}`,
        { cause: error },
      );
    });
  },
});

const has = (text: string, words: string | RegExp): boolean =>
  typeof words === "string" ? text.includes(words) : words.test(text);

import { onTestFinished } from "vitest";
import { createSlackClient, type CallSlack } from "#adapters/chat/slack/client.ts";
import type { Answering, Sender } from "#adapters/chat/slack/inbound-answering.ts";
import {
  createSlackInbound,
  type SlackInbound,
  type SlackInboundOptions,
} from "#adapters/chat/slack/inbound.ts";
import { slackLimits } from "#adapters/chat/slack/limits.ts";
import { renderForm } from "#adapters/chat/slack/modal.ts";
import { systemClock } from "#adapters/clock/system.ts";
import type { Inbound, Place, Receive } from "#src/ports.ts";
import type { Form } from "#src/project/form.ts";
import type { Message } from "#src/project/message.ts";
import { memoryInbox, memoryNotes } from "../../../../fakes/memory-inbox.ts";
import { startSlack, type SlackOptions, type TestSlack } from "../../../../support/slack/slack.ts";
import { logInto, receiveInto, unread, type Recorded } from "../../inbound-stage.ts";

/** The bot's way in, between a Slack and a program that writes down what arrives. */
export interface Stage {
  readonly slack: TestSlack;
  readonly call: CallSlack;
  /** Everything received so far. */
  readonly received: readonly Inbound[];
  /** What people were told alone, as `{user}: {words}`; `form` and `home` before the words when it is one. */
  readonly told: readonly string[];
  /** What operators were told, as `{level}: {words}`. */
  readonly logged: readonly string[];
  readonly inbound: SlackInbound;
  /** The threads that projects are in. */
  readonly projects: Map<string, string>;
  /** Posts a message of the bot, and makes a project of it unless told otherwise; its place. */
  open(blocks?: readonly object[], project?: string | null): Promise<Place>;
  /** Starts another program with the same inbox after the first one has stopped. */
  restart(change?: StageOptions): Promise<SlackInbound>;
  /** Where signed requests go. */
  url(): string;
}

export interface StageOptions extends Partial<Omit<SlackInboundOptions, "way">> {
  readonly slack?: SlackOptions;
  readonly receive?: Receive;
  readonly answering?: Partial<Answering>;
  readonly way?: "socket" | "http";
  readonly connections?: number;
}

export const startStage = async (options: StageOptions = {}): Promise<Stage> => {
  const slack = await startSlack(options.slack);
  onTestFinished(() => slack.close());
  const record: Told = { received: [], told: [], logged: [] };
  const log = logInto(record);
  const { app, apiUrl } = slack;
  const call = createSlackClient({ token: app.botToken, apiUrl, log, onFatal: () => undefined });
  const projects = new Map<string, string>();
  const start = async (change: StageOptions): Promise<SlackInbound> => {
    const { way = "socket", receive = async () => null, answering, slack: _, connections, ...rest } = change;
    const inbound = createSlackInbound({
      way:
        way === "http"
          ? { type: "http", signingSecret: app.signingSecret, port: 0, host: "127.0.0.1" }
          : {
              type: "socket",
              appToken: app.appToken,
              apiUrl,
              ...(connections === undefined ? {} : { connections }),
            },
      home: app,
      clock: systemClock,
      log,
      call,
      projectIn: async ({ thread }) => projects.get(thread),
      threads: async () => [...projects.keys()].map((thread) => ({ channel: "C0GENERAL", thread })),
      ...kept,
      ...rest,
    });
    onTestFinished(() => inbound.stop());
    await inbound.start(receiveInto(record, receive), { ...answeringInto(record, call), ...answering });
    if (way === "http") slack.useHttp(urlOf(inbound));
    return inbound;
  };
  const kept = { inbox: options.inbox ?? memoryInbox(), notes: options.notes ?? memoryNotes() };
  let current = await start(options);
  return {
    slack,
    call,
    ...record,
    projects,
    get inbound() {
      return current;
    },
    open: async (blocks = [], project = "p-abc234") => {
      const posted = await call("chat.postMessage", { channel: "C0GENERAL", text: "Project", blocks });
      const thread = tsOf(posted);
      if (project !== null) projects.set(thread, project);
      return { channel: "C0GENERAL", thread };
    },
    restart: async (change = {}) => {
      await current.stop();
      current = await start({ ...options, ...change });
      return current;
    },
    url: () => urlOf(current),
  };
};

interface Told extends Recorded {
  readonly told: string[];
}

const urlOf = (inbound: SlackInbound): string => `http://127.0.0.1:${inbound.port()}/slack/events`;

const tsOf = (posted: unknown): string => {
  if (typeof posted === "object" && posted !== null && "ts" in posted && typeof posted.ts === "string")
    return posted.ts;
  throw new Error("the message has no ts");
};

/** Tells people nothing, but really opens forms: they are needed to fill them in. */
const answeringInto = ({ told }: Told, call: CallSlack): Answering => ({
  ...unread,
  reply: async (to: Sender, message: Message) => {
    told.push(`${to.user}: ${message.fallback}`);
  },
  openForm: async (to: Sender, form: Form) => {
    told.push(`${to.user}: form ${form.id}`);
    const place = { channel: to.channel ?? "", thread: to.thread };
    await call("views.open", { trigger_id: to.triggerId, view: renderForm(form, place, slackLimits) });
  },
  publishHome: async (to: Sender, message: Message) => {
    told.push(`${to.user}: home ${message.fallback}`);
  },
});

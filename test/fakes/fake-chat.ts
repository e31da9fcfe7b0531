import { ProviderError } from "#src/errors.ts";
import type { Chat, Inbound, InboundFile, Place, Posted, Receive } from "#src/ports.ts";
import type { Form } from "#src/project/form.ts";
import type { Message } from "#src/project/message.ts";
import type { Person } from "#src/project/words.ts";

/** One thing said on the platform, with every text it ever had, oldest first. */
export interface Said extends Posted {
  readonly key: string;
  readonly type: "root" | "post" | "upload";
  readonly messages: readonly Message[];
  readonly file: { readonly path: string; readonly version: number; readonly text: string } | null;
}

/** What the platform itself keeps while adapters come and go. */
export interface FakePlatform {
  said: readonly Said[];
  whispers: readonly Message[];
  /** Forms that people were shown, oldest first. */
  forms?: readonly Form[];
  /** The bytes of files that people sent, by id. */
  files?: Readonly<Record<string, Uint8Array>>;
  events: number;
}

/** A chat in memory, with hands for the person and eyes for the test. */
export interface FakeChat extends Chat {
  readonly platform: FakePlatform;
  /** Everything said in a thread, the root included, oldest first. */
  thread(id: string): readonly Said[];
  /** A person writes; resolves when it was delivered. `by` is you unless told. */
  write(place: Place, text: string, by?: Person): Promise<void>;
  slash(text: string, options?: { brief?: string; channel?: string; by?: Person }): Promise<void>;
  choose(
    place: Place,
    choice: { escalation: string; id: string; note?: string; answers?: Record<string, string>; by?: Person },
  ): Promise<void>;
  /** A person does anything at all. Resolves when it was delivered. */
  act(
    where: { readonly channel: string; readonly thread: string | null },
    event: Inbound["event"],
    more?: { readonly by?: Person; readonly files?: readonly InboundFile[] },
  ): Promise<void>;
  /** The next call of `operation` fails: `before` it acts, or `after`, as when the answer gets lost on the way. */
  failNext(
    operation: "openThread" | "post" | "edit" | "upload" | "find",
    when: "before" | "after",
    error?: Error,
  ): void;
}

const you: Person = { id: "you", name: "You", roles: [] };

type Failure = { readonly operation: string; readonly when: "before" | "after"; readonly error: Error };

/** A small real chat platform. Two fakes on one `platform` are one platform before and after a restart. */
export const fakeChat = (
  options: {
    readonly platform?: FakePlatform;
    readonly name?: string;
    readonly now?: () => number;
    readonly forms?: boolean;
  } = {},
): FakeChat => {
  const { platform = { said: [], whispers: [], events: 0 }, name = "fake", now = () => 0 } = options;
  let failures: readonly Failure[] = [];
  let receive: Receive | undefined;

  const around = <T>(operation: string, act: () => T): T => {
    const failure = failures.find((each) => each.operation === operation);
    failures = failures.filter((each) => each !== failure);
    if (failure?.when === "before") throw failure.error;
    const result = act();
    if (failure !== undefined) throw failure.error;
    return result;
  };
  const add = (said: Omit<Said, "id">): Posted => {
    const id = `${said.type}-${platform.said.length + 1}`;
    platform.said = [...platform.said, { ...said, id }];
    return { channel: said.channel, thread: said.thread, id };
  };
  const threadOf = (id: string): readonly Said[] => platform.said.filter((said) => said.thread === id);
  const deliver = async (
    where: Pick<Inbound, "channel" | "thread">,
    event: Inbound["event"],
    {
      by = you,
      files = [],
    }: { readonly by?: Person | undefined; readonly files?: readonly InboundFile[] | undefined } = {},
  ): Promise<void> => {
    if (receive === undefined) return;
    platform.events += 1;
    const inbound = { id: `event-${platform.events}`, at: now(), chat: name, ...where, by, files, event };
    const reply = await receive(inbound).catch(() => failed);
    if (reply?.kind === "form") platform.forms = [...(platform.forms ?? []), reply];
    else if (reply !== null) platform.whispers = [...platform.whispers, reply];
  };

  return {
    name,
    forms: options.forms ?? false,
    platform,
    thread: threadOf,
    act: ({ channel, thread }, event, more = {}) => deliver({ channel, thread }, event, more),
    fetch: async (file) => {
      const bytes = platform.files?.[file];
      if (bytes === undefined) throw missing(file);
      return bytes;
    },
    listen: async (to) => {
      receive = to;
    },
    openThread: async (channel, key, message) =>
      around("openThread", () => {
        const thread = `thread-${platform.said.length + 1}`;
        return add({ channel, thread, key, type: "root", messages: [message], file: null });
      }),
    post: async (place, key, message) =>
      around("post", () =>
        add({ ...placeOf(platform, place), key, type: "post", messages: [message], file: null }),
      ),
    upload: async (place, key, file) =>
      around("upload", () => add({ ...placeOf(platform, place), key, type: "upload", messages: [], file })),
    edit: async (place, id, message) =>
      around("edit", () => {
        if (!threadOf(place.thread).some((said) => said.id === id)) throw missing(id);
        platform.said = platform.said.map((said) =>
          said.id === id ? { ...said, messages: [...said.messages, message] } : said,
        );
      }),
    find: async (channel, thread, key) =>
      around("find", () => {
        const fits = (said: Said): boolean =>
          thread === null ? said.type === "root" : said.type !== "root" && said.thread === thread;
        const said = platform.said.find((each) => each.channel === channel && each.key === key && fits(each));
        return said === undefined ? undefined : { channel, thread: said.thread, id: said.id };
      }),
    close: async () => {
      receive = undefined;
    },
    write: ({ channel, thread }, text, by) => deliver({ channel, thread }, { type: "message", text }, { by }),
    slash: (
      text,
      { brief = null, channel = "team", by }: { brief?: string | null; channel?: string; by?: Person } = {},
    ) => deliver({ channel, thread: null }, { type: "slash", text, brief }, { by }),
    choose: ({ channel, thread }, { escalation, id, note = "", answers = {}, by }) => {
      const asked = askedIn(threadOf(thread), escalation);
      const event = { type: "decision", ...asked, escalation, choice: id, note, answers } as const;
      return deliver({ channel, thread }, event, { by });
    },
    failNext: (
      operation,
      when,
      error = new ProviderError("The fake chat was told to fail", { retryable: true }),
    ) => {
      failures = [...failures, { operation, when, error }];
    },
  };
};

/** The platform's own words when an app does not answer. */
const failed: Message = {
  kind: "notice",
  tone: "bad",
  from: null,
  blocks: [{ type: "prose", text: "That did not work." }],
  mentions: [],
  fallback: "That did not work.",
};

/** Only the place itself: callers may hand in a whole `Posted`. */
const placeOf = (platform: FakePlatform, { channel, thread }: Place): Place => {
  if (!platform.said.some((said) => said.thread === thread)) throw missing(thread);
  return { channel, thread };
};

const missing = (what: string): ProviderError =>
  new ProviderError(`The fake chat has no ${what}`, { retryable: false });

/** The project and revision of a posted escalation, as they were last shown with choices. */
const askedIn = (thread: readonly Said[], escalation: string): { project: string; rev: number } => {
  for (const said of thread.toReversed()) {
    for (const message of said.messages.toReversed()) {
      const actions = message.blocks.find(
        (block) => block.type === "actions" && block.escalation === escalation,
      );
      if (actions?.type === "actions") return { project: said.key.split(":")[0] ?? "", rev: actions.rev };
    }
  }
  throw new Error(`nobody asked ${escalation} in this thread`);
};

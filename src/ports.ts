import type { Command } from "./project/command.ts";
import type { Envelope } from "./project/envelope.ts";
import type { Form } from "./project/form.ts";
import type { Message } from "./project/message.ts";
import type { Project } from "./project/project.ts";
import type { BodyRef, Person, StepKind, Usage } from "./project/words.ts";

/** Time, so that tests can hold it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after `ms`, or rejects with the signal's reason when aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** A log for operators: one line per event, a constant message, facts as fields. Never prompts, tokens or people's words above `debug`. */
export interface Log {
  debug(facts: object, message: string): void;
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

/** Project rows. Every save is a compare-and-set, so two writers can never both win. */
export interface Store {
  load(id: string): Promise<Project | undefined>;
  /** Saves when the stored version is still `expected` (0: there is no row yet). False means somebody else was first. A project is a value: nobody changes one that was saved or loaded. */
  save(project: Project, expected: number): Promise<boolean>;
  /** Ids of rows with `wakeAt <= now`, oldest first. */
  due(now: number): Promise<readonly string[]>;
  /** The earliest `wakeAt` after `now`, or null. */
  nextWake(now: number): Promise<number | null>;
  /** The project that is talked about in this thread. */
  byThread(chat: string, thread: string): Promise<string | undefined>;
  /** All ids, newest project first. */
  ids(): Promise<readonly string[]>;
  delete(id: string): Promise<void>;
}

/** Texts found by their hash: briefs and what steps wrote. Saved before the row that names them. */
export interface Bodies {
  put(text: string): Promise<BodyRef>;
  /** Throws BotArmyError `body-missing` when it is not there. */
  get(ref: BodyRef): Promise<string>;
}

/** Paid model calls, recorded under a key that never changes, before their result is used. */
export interface Calls {
  get(key: string): Promise<ModelResponse | undefined>;
  put(key: string, response: ModelResponse): Promise<void>;
  /** Keys of a project's calls, oldest first. */
  keys(project: string): Promise<readonly string[]>;
}

/** One command that moved a project, with what it said. */
export interface Move {
  /** The version the command led to. */
  readonly version: number;
  readonly command: Command;
  readonly envelopes: readonly Envelope[];
  /** The spec patch of this move, when it changed the spec. */
  readonly spec: { readonly version: number; readonly patch: readonly unknown[] } | null;
}

/** Newest-first page of a conversation. `next` is the cursor of the next older page, null at the beginning of the log. */
export interface Page {
  readonly envelopes: readonly Envelope[];
  readonly next: string | null;
}

/** The append-only logs of a project: commands, conversation, spec history. Written just before the row that makes them true. */
export interface History {
  /** Appends moves in order. Versions must follow what is there; an uncommitted tail is removed by `repair`. */
  append(project: string, moves: readonly Move[]): Promise<void>;
  /** Removes a torn last line and all moves above `version` (saved never). Called before the first append after a start, and after a lost save. */
  repair(project: string, version: number): Promise<void>;
  /** `limit` 1..100. `agent` keeps envelopes from or to it. Cost does not depend on the length of the log. */
  page(project: string, query: { cursor?: string; limit: number; agent?: string }): Promise<Page>;
  /** Every move's command, oldest first. */
  commands(project: string): AsyncIterable<{ readonly version: number; readonly command: Command }>;
  delete(project: string): Promise<void>;
}

/** A document given to a model as data, never as instructions. */
export interface PromptDocument {
  readonly name: string;
  readonly text: string;
}

/** One call of a model for one step. Stable parts come first, so that provider caches hit. */
export interface ModelRequest {
  /** The effect id, with a suffix for a repair. */
  readonly key: string;
  /** What the call is for. Real models read the prompt; the scripted one reads this. */
  readonly about: {
    readonly project: string;
    readonly agent: string;
    readonly stage: string;
    readonly step: StepKind;
    readonly attempt: number;
    /** Whether the project is told to use cheaper models. */
    readonly saving?: boolean;
    /** `{provider}/{model}` that the workflow names for this stage: it is asked first, where its provider is set up. */
    readonly model?: string;
  };
  readonly system: string;
  readonly documents: readonly PromptDocument[];
  readonly prompt: string;
  /** JSON Schema of the answer. */
  readonly schema: { readonly name: string; readonly json: Readonly<Record<string, unknown>> };
  /** Most tokens the answer may have. */
  readonly maxTokens: number;
  /** Most dollars that this call may cost, with what earlier tries of it may have cost; absent when nothing costs. */
  readonly maxUsd?: number;
  /** Milliseconds that the step has for which this is asked, from its first call on: a model that waits gives up before. Absent when nobody waits. */
  readonly timeoutMs?: number;
  /** Told the whole text so far whenever more of it arrives, by models that stream. A draft: it may end in the middle, or in an error. Must not throw. */
  readonly onText?: (textSoFar: string) => void;
  /** `{provider}/{model}` of an answer that could not be used: another provider is asked this time. */
  readonly avoid?: string;
}

/** What came back, as text: parsing is not the adapter's business. */
export interface ModelResponse {
  readonly text: string;
  /** `{provider}/{model}`, as the provider names the model that really answered. */
  readonly model: string;
  readonly usage: Usage;
  /** Why it ended; absent means it said all it had to say. */
  readonly stop?: "end" | "max-tokens" | "refusal";
  /** The part of `usage.tokensIn` that the provider read from its cache. */
  readonly tokensCached?: number;
  /** The part of `usage.tokensIn` that the provider wrote to its cache, which may cost more than other input. */
  readonly tokensWritten?: number;
  /** Set when another route than the first one answered: which was asked first, and why it did not answer. */
  readonly switched?: { readonly from: string; readonly reason: string };
}

/** A language model. Throws ProviderError for faults outside, and the signal's reason when aborted. */
export interface Model {
  readonly name: string;
  complete(request: ModelRequest, signal: AbortSignal): Promise<ModelResponse>;
  /** Whether there is anybody to ask besides whom the request avoids. A model that lacks this never has. */
  others?(request: ModelRequest): boolean;
  /** What a call used that was broken off, all its attempts together; the most it may be where nobody can tell. Models that cost nothing lack this. */
  mostUsed?(request: ModelRequest): Promise<Usage>;
  /** A person says that what kept this agent's models from answering may be mended: the next call asks them although they are left alone. Models that are always asked lack this. */
  tryAgain?(about: Pick<ModelRequest["about"], "agent" | "saving" | "model">): void;
}

/** A file that a person sent; its bytes are fetched later, by its id. */
export interface InboundFile {
  /** The platform's file id. */
  readonly id: string;
  readonly name: string;
  /** As the platform says. */
  readonly bytes: number;
}

/** Something a person did on a chat platform, verified and normalised by its adapter. */
export interface Inbound {
  /** The platform's delivery id: the same for a redelivery, different for a repetition. */
  readonly id: string;
  readonly at: number;
  readonly chat: string;
  readonly channel: string;
  /** The thread it happened in; null in the channel itself. */
  readonly thread: string | null;
  readonly by: Person;
  /** Files that came with a slash command, a message or a form. */
  readonly files?: readonly InboundFile[];
  readonly event:
    | { readonly type: "slash"; readonly text: string; readonly brief: string | null }
    | { readonly type: "message"; readonly text: string }
    /** A button that says words; `project` when it is about one, wherever it is shown. */
    | { readonly type: "button"; readonly says: string; readonly project: string | null }
    | {
        readonly type: "decision";
        readonly project: string;
        readonly escalation: string;
        readonly rev: number;
        readonly choice: string;
        readonly note: string;
        readonly answers: Readonly<Record<string, string>>;
        /** The words are meant for the whole project, not for this result alone. */
        readonly binding?: boolean;
      }
    /** A form that was filled in: its id, and what each field has, in order; an empty field has nothing. */
    | {
        readonly type: "form";
        readonly form: string;
        readonly values: Readonly<Record<string, readonly string[]>>;
      }
    /** The person wants to say something about this thread, without words yet: a form is shown. */
    | { readonly type: "shortcut" }
    /** The person opened the place that is theirs alone: it is filled with the answer. */
    | { readonly type: "home" };
}

/** What a person is told alone: a message, or a form to fill in. */
export type Reply = Message | Form;

/** Takes what a person did. Resolves when it is saved (only then may the platform be told), with the reply to the sender alone, if there is one. */
export type Receive = (inbound: Inbound) => Promise<Reply | null>;

/** Where a message went. `id` is the platform's message id. */
export interface Posted {
  readonly channel: string;
  readonly thread: string;
  readonly id: string;
}

/** A place in a chat. */
export interface Place {
  readonly channel: string;
  readonly thread: string;
}

/** A chat platform. Posts carry a key that never changes, by which they can be found again after a crash. */
export interface Chat {
  readonly name: string;
  /** Can it show forms? One that cannot asks for the words of a choice by itself. */
  readonly forms?: boolean;
  /** Starts delivering. */
  listen(receive: Receive): Promise<void>;
  /** Posts the root message and opens a thread on it. */
  openThread(channel: string, key: string, message: Message): Promise<Posted>;
  post(place: Place, key: string, message: Message): Promise<Posted>;
  edit(place: Place, id: string, message: Message): Promise<void>;
  upload(place: Place, key: string, file: { path: string; version: number; text: string }): Promise<Posted>;
  /** The bytes of a file that a person sent. Throws ProviderError, not retryable when it is gone or has more than `most` bytes. */
  fetch?(file: string, most: number, signal: AbortSignal): Promise<Uint8Array>;
  /** Shows what an agent is writing, in place of the draft before; null takes it away. Never durable, may be lost. Chats that cannot lack it. */
  draft?(place: Place, text: string | null): void;
  /** The message or file posted under this key, if there is one. `thread` is null for a root message. */
  find(channel: string, thread: string | null, key: string): Promise<Posted | undefined>;
  /** The address of a thread, for people to follow; null when it has none. */
  link?(place: Place): string | null;
  close(): Promise<void>;
}

/** Decides when a project is looked at. It only ever says "look at X": losing or repeating that is harmless. */
export interface Engine {
  start(look: (project: string) => Promise<void>): Promise<void>;
  kick(project: string): void;
  /** The project wants to be looked at, at that time at the latest. */
  wakeAt(project: string, at: number): void;
  /** Stops starting new looks and waits for running ones. */
  stop(): Promise<void>;
}

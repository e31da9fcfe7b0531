import type { Clock, Log, Place } from "#src/ports.ts";
import { SlackFault } from "./faults.ts";
import type { SlackCalls } from "./outbound-calls.ts";

export interface ThinkingOptions {
  readonly calls: SlackCalls;
  readonly clock: Clock;
  readonly log: Log;
  /** Aborted when the chat is being closed. */
  readonly closing: AbortSignal;
}

/** Shows below a thread that somebody is writing, and the end of what; null takes it away. Lossy: never throws. */
export type ShowThinking = (place: Place, text: string | null) => void;

/** A status vanishes after two minutes. */
const refreshMs = 90_000;
/** Our choice: one line under the thread. */
const mostCharacters = 80;
/** After everything that people wait for. */
const lastPriority = 5;

/** Shows are held to one in 3 seconds and thread by the rates of the method; of those that wait only the newest is sent. */
export const createThinking = (options: ThinkingOptions): ShowThinking => {
  const { clock, closing } = options;
  const sending = createSending(options);
  const shown = new Map<string, { status: string; stop: AbortController }>();

  /** Shows the newest status again before it vanishes. */
  const refresh = async (place: Place, signal: AbortSignal): Promise<void> => {
    await clock.sleep(refreshMs, signal);
    const current = shown.get(idOf(place));
    if (current === undefined || sending.isLacking()) return;
    await sending.send(place, current.status);
    await refresh(place, signal);
  };
  const begin = (place: Place, status: string): void => {
    const stop = new AbortController();
    const signal = AbortSignal.any([stop.signal, closing]);
    shown.set(idOf(place), { status, stop });
    refresh(place, signal).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  };
  const end = (place: Place): void => {
    shown.get(idOf(place))?.stop.abort();
    if (shown.delete(idOf(place))) void sending.send(place, "");
  };
  return (place, text) => {
    if (sending.isLacking() || closing.aborted) return;
    if (text === null) return end(place);
    const status = statusOf(text);
    const current = shown.get(idOf(place));
    if (status === current?.status) return;
    if (current === undefined) begin(place, status);
    else shown.set(idOf(place), { ...current, status });
    void sending.send(place, status);
  };
};

/** Sends what it is told until it learns that this Slack does not show it. */
const createSending = ({ calls, log }: ThinkingOptions) => {
  let isLacking = false;
  const send = async (place: Place, status: string): Promise<void> => {
    const id = idOf(place);
    const args = { channel_id: place.channel, thread_ts: place.thread, status };
    try {
      await calls.replace(id, { method, args }, { lane: id, priority: lastPriority });
    } catch (error) {
      isLacking ||= error instanceof SlackFault && isFinal(error);
      log.debug({ channel: place.channel, thread: place.thread, err: error }, "slack status not shown");
    }
  };
  return { send, isLacking: () => isLacking };
};

const method = "assistant.threads.setStatus";

const idOf = ({ channel, thread }: Place): string => `${channel} ${thread}`;

/** Workspaces, plans and apps differ in whether they have it; asking again does not help. */
const isFinal = ({ kind, code }: SlackFault): boolean => kind === "bad-request" && !transient.has(code);

/** About one thread, not about the method. */
const transient = new Set([
  "channel_not_found",
  "not_in_channel",
  "thread_not_found",
  "message_not_found",
  "is_archived",
]);

const statusOf = (text: string): string => {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line === "" ? "is writing…" : `is writing: ${tailOf(line)}`;
};

const tailOf = (line: string): string => {
  if (line.length <= mostCharacters) return line;
  const tail = line.slice(-mostCharacters).toWellFormed();
  // Begins with a whole word where there is one.
  return `…${tail.replace(/^\S{0,30} /, " ").trimStart()}`;
};

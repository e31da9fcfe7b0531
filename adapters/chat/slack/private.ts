import { z } from "zod";
import type { Clock, Log } from "#src/ports.ts";
import type { Message } from "#src/project/message.ts";
import { SlackFault } from "./faults.ts";
import { slackLimits } from "./limits.ts";
import type { SlackCalls } from "./outbound-calls.ts";
import {
  createResponding,
  directArgs,
  directWay,
  ephemeralWay,
  isDirect,
  type PrivateTarget,
  type Way,
} from "./private-ways.ts";
import { renderPrivate } from "./render.ts";
import type { UploadFile } from "./uploads-steps.ts";
import type { Uploads } from "./uploads.ts";
import type { SlackParts, WireMessage } from "./wire.ts";

export interface PrivateOptions {
  readonly calls: SlackCalls;
  readonly uploads: Uploads;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Tells a person something alone, at most once: what may have been told is not told again. Throws SlackFault when no way was open.
 * Pictures and long texts cannot be shown that way, so they are sent as direct messages; losing those is logged only.
 */
export type ReplyPrivately = (target: PrivateTarget, message: Message) => Promise<void>;

export const createPrivate = (options: PrivateOptions): ReplyPrivately => {
  const responding = createResponding(options.calls, () => options.clock.now());
  const direct = directWay(options.calls);
  /** The first ones are better; the way by an address closes while it is used. */
  const waysTo = (target: PrivateTarget): readonly Way[] =>
    [responding(target), ephemeralWay(options.calls, target), direct].filter((way) => way !== undefined);
  return async (target, message) => {
    const rendered = renderPrivate(message, slackLimits);
    for (const [n, wire] of rendered.parts.entries())
      await byFirstOpen(waysTo(target), (way) => way(wire, target, n === 0), options.log);
    await sendFiles(options, target, rendered);
  };
};

/** A way that is closed for good leads to the next one; one that may have worked ends it. */
const byFirstOpen = async (
  ways: readonly Way[],
  tell: (way: Way) => Promise<void>,
  log: Log,
): Promise<void> => {
  for (const [n, way] of ways.entries()) {
    try {
      return await tell(way);
    } catch (error) {
      if (!(error instanceof SlackFault)) throw error;
      log.debug({ err: error }, "slack private answer refused");
      if (error.ambiguous) return;
      if (error.kind === "auth" || n === ways.length - 1) throw error;
    }
  }
};

const Sent = z.looseObject({ channel: z.string(), ts: z.string() });

const sendFiles = async (
  options: PrivateOptions,
  target: PrivateTarget,
  rendered: SlackParts,
): Promise<void> => {
  const files = filesOf(rendered);
  if (files.length === 0) return;
  try {
    const place = await placeForFiles(options.calls, target, files);
    for (const file of files) await options.uploads.send(place, file);
  } catch (error) {
    if (!(error instanceof SlackFault)) throw error;
    options.log.warn(
      { user: target.user, files: files.length, err: error },
      "files of a private answer not sent",
    );
  }
};

/** Pictures and the text that is too long for its parts. */
export const filesOf = ({ overflow, pictures }: SlackParts): readonly UploadFile[] => [
  ...pictures.map(({ name, title, alt, bytes }) => ({ name, title, alt, bytes })),
  ...(overflow === null
    ? []
    : [{ name: overflow.name, title: overflow.name, bytes: Buffer.from(overflow.text, "utf8") }]),
];

/** In direct messages, below a line that says what they are. */
const placeForFiles = async (calls: SlackCalls, target: PrivateTarget, files: readonly UploadFile[]) => {
  const { channel, thread } = target;
  if (channel !== null && isDirect(channel)) return { channel, thread };
  const args = directArgs(filesLine(files), target);
  const sent = Sent.parse(await calls.call("chat.postMessage", args, { lane: target.user, priority: 0 }));
  return { channel: sent.channel, thread: sent.ts };
};

const filesLine = (files: readonly UploadFile[]): WireMessage => {
  const text = `For you alone: ${files.map(({ name }) => name).join(", ")}`;
  const line = { type: "rich_text_section" as const, elements: [{ type: "text" as const, text }] };
  return {
    blocks: [{ type: "rich_text", elements: [line] }],
    text: escaped(text),
    parse: "none",
    link_names: false,
  };
};

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

import type { Place } from "#src/ports.ts";
import type { Message } from "#src/project/message.ts";
import { notice } from "#src/project/notices.ts";

/** A thread of a project that goes on. */
export interface OpenThread extends Place {
  /** Are people asked something there? */
  readonly asks?: boolean;
}

/** Where people are asked something, and what could not be read again; in a channel without either, its newest thread. */
export const placesToTell = (
  threads: readonly OpenThread[],
  unread: readonly string[],
): readonly OpenThread[] => {
  const concerned = threads.filter(({ asks, thread }) => asks === true || unread.includes(thread));
  const channels = new Set(concerned.map(({ channel }) => channel));
  const others = threads.filter(({ channel }, n) => {
    const isNewest = threads.findIndex((one) => one.channel === channel) === n;
    return isNewest && !channels.has(channel);
  });
  return [...concerned, ...others];
};

/** Times are milliseconds since 1970. `isUnread`: what was written in this thread could not be read again. */
export const gapWords = (
  { from, to, times }: { readonly from: number; readonly to: number; readonly times: number },
  isUnread: boolean,
): Message => {
  const between = `${times > 1 ? "at times " : ""}between ${timesOf(from, to)}`;
  const read = isUnread
    ? "Messages of that time could not be read here either: send them again, too."
    : "Messages and files of that time were read.";
  return notice(
    `I could not hear clicks and commands ${between}: whatever you clicked or commanded then, please do it again. ${read}`,
    { tone: "warning" },
  );
};

/** `12:03 and 12:13 UTC`, with dates where they differ. */
const timesOf = (from: number, to: number): string => {
  const [begin, end] = [new Date(from).toISOString(), new Date(to).toISOString()];
  const isOneDay = begin.slice(0, 10) === end.slice(0, 10);
  const shown = (iso: string): string => (isOneDay ? iso.slice(11, 16) : iso.slice(0, 16).replace("T", " "));
  return `${shown(begin)} and ${shown(end)} UTC`;
};

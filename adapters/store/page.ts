import { BotArmyError } from "#src/errors.ts";
import type { Page } from "#src/ports.ts";
import { Envelope } from "#src/project/envelope.ts";
import { unreadableLine } from "./jsonl.ts";
import { countRecords, indexPath, readRecords, type LineRecord } from "./line-index.ts";
import type { OpenFiles } from "./open-files.ts";

/** What is asked for; see `History.page`. */
interface PageQuery {
  cursor?: string;
  limit: number;
  agent?: string;
}

/** A page of a conversation, newest first. Reads the page's own records and lines only, however long the log is. */
export const readPage = (
  files: OpenFiles,
  logs: { readonly conversation: string; readonly index: string },
  query: PageQuery,
): Page => {
  if (!Number.isInteger(query.limit) || query.limit < 1 || query.limit > 100) {
    throw new BotArmyError(
      "bad-limit",
      `A page has 1 to 100 messages, not ${query.limit}: give a limit in that range.`,
    );
  }
  const index = indexPath(logs.index, query.agent);
  const to = query.cursor === undefined ? countRecords(files, index) : positionOf(files, index, query.cursor);
  const from = Math.max(0, to - query.limit);
  const records = readRecords(files, index, { from, to });
  const [oldest] = records;
  return {
    envelopes: records.map((record) => readEnvelope(files, logs.conversation, record)).toReversed(),
    next: oldest === undefined || from === 0 ? null : `${from}.${oldest.start}`,
  };
};

/** A cursor names the oldest message already given: its position in the index and its place in the log, which must agree. */
const positionOf = (files: OpenFiles, index: string, cursor: string): number => {
  const [, position, start] = /^(\d{1,15})\.(\d{1,15})$/.exec(cursor) ?? [];
  const at = Number(position);
  const [record] = position === undefined ? [] : readRecords(files, index, { from: at, to: at + 1 });
  if (record !== undefined && record.start === Number(start)) return at;
  throw new BotArmyError(
    "bad-cursor",
    `The cursor ${JSON.stringify(cursor)} does not belong to this list: start again without a cursor.`,
  );
};

const readEnvelope = (files: OpenFiles, conversation: string, record: LineRecord): Envelope => {
  const bytes = files.read(conversation, record.start, record.length);
  try {
    return Envelope.parse(JSON.parse(bytes.toString("utf8")));
  } catch (error) {
    throw unreadableLine(conversation, record.start, error);
  }
};

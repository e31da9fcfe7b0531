import { BotArmyError } from "#src/errors.ts";
import { rest } from "../inbound-patience.ts";
import { openConnection, type Connection, type ConnectionOptions } from "./receivers-connection.ts";
import type { ConnectionHealth, ReceiverParts, Receivers } from "./receivers.ts";

export interface SocketOptions extends ConnectionOptions {
  /** How many connections are kept; 2 by default, so that one serves while the other is renewed. Slack allows 10. */
  readonly connections?: number;
  /** Told whenever a first connection is there; `downSince` is when the last one before was lost, null at the start. */
  readonly onUp?: (downSince: number | null) => void;
}

const firstWaitMs = 1_000;
const longestWaitMs = 30_000;
/** A connection that breaks sooner than this was none. */
const soonMs = 10_000;

/** Slack's words for a token that will never do. */
const refusals = new Set([
  "not_authed",
  "invalid_auth",
  "account_inactive",
  "token_revoked",
  "token_expired",
  "user_removed_from_team",
  "team_disabled",
  "not_allowed_token_type",
  "missing_scope",
  "no_permission",
]);

/** Keeps Socket Mode connections open: each that ends, for whatever reason, is followed by a new one. */
export const createSocketReceivers = (options: SocketOptions, parts: ReceiverParts): Receivers => {
  const { clock } = parts;
  const slots = Array.from({ length: options.connections ?? 2 }, (): Slot => ({
    connection: null,
    since: clock.now(),
    opened: 0,
    refused: false,
  }));
  const keeping: Keeping = { options, parts, slots, stopping: new AbortController(), downSince: null };
  let loops: readonly Promise<void>[] = [];
  return {
    start: async () => {
      const tries = slots.map(() => Promise.withResolvers<void>());
      loops = slots.map((slot, n) => keepConnected(keeping, slot, tries[n]?.resolve ?? (() => undefined)));
      const tried = tries.map(({ promise }) => promise);
      await Promise.race([Promise.all(tried), ...tried.map((one, n) => onlyIf(one, () => isUp(slots[n])))]);
      if (!slots.every(({ refused }) => refused)) return;
      keeping.stopping.abort();
      throw new BotArmyError(
        "slack-app-token",
        "Slack refused the app-level token: set SLACK_APP_TOKEN to one that begins with xapp- and has the scope connections:write.",
      );
    },
    stop: async () => {
      keeping.stopping.abort();
      await Promise.all(slots.flatMap(({ connection }) => (connection === null ? [] : [connection.close()])));
      await Promise.all(loops);
    },
    health: () => slots.map(healthOf),
  };
};

interface Slot {
  connection: Connection | null;
  since: number;
  opened: number;
  /** Slack refused the token at the last try. */
  refused: boolean;
}

interface Keeping {
  readonly options: SocketOptions;
  readonly parts: ReceiverParts;
  readonly slots: readonly Slot[];
  readonly stopping: AbortController;
  downSince: number | null;
}

const isUp = (slot: Slot | undefined): boolean => (slot?.connection ?? null) !== null;

/** Settles like `promise` if `holds` then, else never. */
const onlyIf = (promise: Promise<void>, holds: () => boolean): Promise<void> =>
  promise.then(() => (holds() ? undefined : new Promise(() => undefined)));

const healthOf = ({ connection, since, opened }: Slot): ConnectionHealth => ({
  connected: connection !== null,
  since,
  reconnects: Math.max(0, opened - 1),
});

/** `tried` is called after the first try. */
const keepConnected = async (keeping: Keeping, slot: Slot, tried: () => void): Promise<void> => {
  const { parts, stopping } = keeping;
  let failures = 0;
  while (!stopping.signal.aborted) {
    const from = parts.clock.now();
    try {
      const connection = await openConnection(keeping.options, parts);
      up(keeping, slot, connection);
      tried();
      const why = await connection.closed;
      down(keeping, slot, why);
      failures = parts.clock.now() - from < soonMs ? failures + 1 : 0;
    } catch (error) {
      failures += 1;
      notOpened(keeping, slot, error);
      tried();
    }
    const waitMs = Math.min(firstWaitMs * 2 ** (failures - 1), longestWaitMs);
    if (failures > 0) await rest(waitMs, parts.clock, stopping.signal);
  }
};

const up = (keeping: Keeping, slot: Slot, connection: Connection): void => {
  if (keeping.stopping.signal.aborted) {
    void connection.close();
    return;
  }
  const isFirst = !keeping.slots.some(isUp);
  Object.assign(slot, {
    connection,
    since: keeping.parts.clock.now(),
    opened: slot.opened + 1,
    refused: false,
  });
  if (isFirst) keeping.options.onUp?.(keeping.downSince);
};

const down = (keeping: Keeping, slot: Slot, why: string): void => {
  const { clock, log } = keeping.parts;
  Object.assign(slot, { connection: null, since: clock.now() });
  const left = keeping.slots.filter(isUp).length;
  if (left === 0) keeping.downSince = clock.now();
  if (keeping.stopping.signal.aborted) return;
  if (left === 0) log.warn({ why }, "no connection to Slack");
  else log.debug({ why, left }, "one connection to Slack is renewed");
};

const notOpened = (keeping: Keeping, slot: Slot, error: unknown): void => {
  const { log } = keeping.parts;
  const code = codeOf(error);
  const refused = code !== null && refusals.has(code);
  // Once when it begins: the tries go on, and health says what is.
  if (refused && !slot.refused) log.error({ code }, "Slack refused the app-level token");
  else if (!refused) log.warn({ err: error }, "no connection to Slack opened");
  slot.refused = refused;
};

/** What Slack said, in an error of its SDK. */
const codeOf = (error: unknown): string | null => {
  if (!(error instanceof Error) || !("data" in error)) return null;
  const { data } = error;
  const code = typeof data === "object" && data !== null && "error" in data ? data.error : null;
  return typeof code === "string" ? code : null;
};

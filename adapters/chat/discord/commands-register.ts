import { createHash } from "node:crypto";
import { z } from "zod";
import { ProviderError } from "#src/errors.ts";
import type { Clock, Log } from "#src/ports.ts";
import type { Notes } from "#src/ports/inbox.ts";
import { rest } from "../inbound-patience.ts";
import { commandsFor } from "./commands.ts";
import type { CallDiscord } from "./rest.ts";

export interface RegisterOptions {
  readonly call: CallDiscord;
  readonly applicationId: string;
  /** The only server that is served; null for all. */
  readonly guildId: string | null;
  readonly notes: Notes;
  readonly clock: Clock;
  readonly log: Log;
}

const noteKey = "commands";
const firstWaitMs = 5_000;
const longestWaitMs = 600_000;

/**
 * Tells Discord the commands when they are not those that it was told last, or are not there any more. Nobody waits for it: it is tried until it is done or makes
 * no sense. Resolves then. Discord lets an app make 200 commands a day; a change of one that is there counts for nothing.
 */
export const registerCommands = async (options: RegisterOptions, signal: AbortSignal): Promise<void> => {
  const { clock, log } = options;
  for (let waitMs = firstWaitMs; !signal.aborted; waitMs = Math.min(waitMs * 2, longestWaitMs)) {
    try {
      await registerOnce(options);
      return;
    } catch (error) {
      const isFinal = !(error instanceof ProviderError) || !error.retryable || error.kind === "auth";
      log[isFinal ? "error" : "warn"]({ err: error }, "commands not registered");
      if (isFinal) return;
      await rest(Math.max(waitMs, error.retryAfterMs ?? 0), clock, signal);
    }
  }
};

const registerOnce = async (options: RegisterOptions): Promise<void> => {
  const { guildId, notes, log } = options;
  const commands = commandsFor(guildId);
  const scope = guildId ?? "all";
  const hash = createHash("sha256").update(JSON.stringify(commands)).digest("hex").slice(0, 32);
  const [toldScope, toldHash] = ((await notes.get(noteKey)) ?? "").split(" ");
  if (toldScope === scope && toldHash === hash && (await areThere(options, commands))) return;
  await put(options, guildId, commands);
  // People would see everything twice.
  if (toldScope !== undefined && toldScope !== "" && toldScope !== scope)
    await put(options, toldScope === "all" ? null : toldScope, []).catch((error: unknown) => {
      if (!(error instanceof ProviderError)) throw error;
      log.warn({ scope: toldScope, err: error }, "earlier commands not taken back");
    });
  await notes.put(noteKey, `${scope} ${hash}`);
  log.info({ scope, hash }, "commands registered");
};

const Listed = z.array(z.looseObject({ name: z.string() }));

/** A bot that was removed from its server has lost them, and another app, whose token is used now, was never told. */
const areThere = async (
  { call, applicationId, guildId }: RegisterOptions,
  commands: readonly { readonly name: string }[],
): Promise<boolean> => {
  const path = pathOf(applicationId, guildId);
  const listed = Listed.safeParse(await call({ method: "GET", path, what: "the commands" })).data ?? [];
  return commands.every(({ name }) => listed.some((one) => one.name === name));
};

const put = async (
  { call, applicationId }: RegisterOptions,
  guild: string | null,
  body: readonly object[],
): Promise<void> => {
  await call({ method: "PUT", path: pathOf(applicationId, guild), body: [...body], what: "the commands" });
};

const pathOf = (applicationId: string, guild: string | null): `/${string}` =>
  guild === null
    ? `/applications/${applicationId}/commands`
    : `/applications/${applicationId}/guilds/${guild}/commands`;

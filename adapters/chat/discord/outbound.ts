import { ProviderError } from "#src/errors.ts";
import type { Chat, Clock, Log, Place } from "#src/ports.ts";
import type { Notes } from "#src/ports/inbox.ts";
import { createRootTimes } from "../outbound-roots.ts";
import { createFinding } from "./finding.ts";
import { discordLimits } from "./limits.ts";
import { createAnnouncing } from "./outbound-announcing.ts";
import { createDiscordCalls, type DiscordCalls } from "./outbound-calls.ts";
import { createFetching } from "./outbound-fetching.ts";
import { createOpening } from "./outbound-opening.ts";
import { createSpeaking } from "./outbound-speaking.ts";
import { isId } from "./outbound-times.ts";
import { createTyping } from "./outbound-typing.ts";
import { createPosting } from "./posting.ts";
import { createTellDirectly, type TellDirectly } from "./private-direct.ts";
import { createResponding, type Responding } from "./private.ts";
import { createDiscordRest, type DiscordRequest } from "./rest.ts";
import { createRotating } from "./rotating.ts";
import { createUploads } from "./uploads.ts";

export interface DiscordOutboundOptions {
  /** The bot token. */
  readonly token: string;
  readonly applicationId: string;
  readonly botUserId: string;
  /** Where the API is, ending in `/api`, for tests and proxies; Discord's own by default. */
  readonly apiUrl?: string;
  /** How long an answer of the API may take; 10 s by default. */
  readonly timeoutMs?: number;
  readonly clock: Clock;
  readonly notes: Notes;
  readonly log: Log;
  /** Told once when Discord refuses the token for good; the message says what to do. */
  readonly onFatal: (error: Error) => void;
  /** The server of a channel, where it is known; learned besides when a thread is opened. */
  readonly guildOf?: (channel: string) => string | null;
  /** How many bytes an attachment may have in a channel's server, where it is known; 10 MiB at most, and by default. */
  readonly fileBytes?: (channel: string) => number | null;
}

/** Everything that goes to Discord. What it throws is a ProviderError that says what to do. */
export interface DiscordOutbound
  extends
    Required<
      Pick<Chat, "openThread" | "post" | "edit" | "upload" | "find" | "fetch" | "draft" | "link" | "close">
    >,
    Responding {
  /** Tells a person something alone who wrote where everybody reads. */
  readonly tellDirectly: TellDirectly;
  /** One request of the API, within its rates, for what reads: people, roles, what was missed, commands. Throws DiscordFault. */
  call(request: DiscordRequest, signal?: AbortSignal): Promise<unknown>;
}

export const createDiscordOutbound = (options: DiscordOutboundOptions): DiscordOutbound => {
  const { clock, log, notes, apiUrl } = options;
  const closing = new AbortController();
  const guilds = createGuilds(options);
  const calls = createDiscordCalls(createDiscordRest(options), clock);
  const finding = createFinding({ ...options, calls });
  const posting = createPosting({ calls, finding, clock, closing: closing.signal });
  const speaking = createSpeaking({
    posting,
    finding,
    clock,
    uploads: createUploads({ posting, finding, fileBytes: (channel) => bytesIn(options, channel) }),
    opening: createOpening({
      calls,
      posting,
      finding,
      clock,
      roots: createRootTimes(notes),
      learn: guilds.learn,
    }),
    rotating: createRotating({ posting, finding, notes, clock, log }),
    announcing: createAnnouncing({ posting, finding, notes, clock, log, addressOf: guilds.address }),
  });
  return {
    ...speaking,
    ...createResponding({ calls, log, applicationId: options.applicationId }),
    tellDirectly: createTellDirectly({ calls, posting, clock, log }),
    call: createReading(calls),
    fetch: createFetching({ calls, apiUrl }),
    draft: createTyping({ calls, clock, log, closing: closing.signal }),
    link: (place) => guilds.address(place, null),
    close: async () => {
      closing.abort(new ProviderError("Discord is being closed; this was not sent", { retryable: true }));
      await calls.close();
    },
  };
};

const bytesIn = ({ fileBytes }: DiscordOutboundOptions, channel: string): number =>
  fileBytes?.(channel) ?? discordLimits.fileBytes;

/** The servers of channels, which addresses need. */
const createGuilds = ({ guildOf }: DiscordOutboundOptions) => {
  const learned = new Map<string, string>();
  return {
    learn: (channel: string, guild: string): void => {
      learned.set(channel, guild);
    },
    /** The address of a message in a thread, or of the thread. */
    address: ({ channel, thread }: Place, message: string | null): string | null => {
      const guild = guildOf?.(channel) ?? learned.get(channel) ?? null;
      if (guild === null || ![guild, thread].every(isId)) return null;
      return ["https://discord.com/channels", guild, thread, ...(message === null ? [] : [message])].join(
        "/",
      );
    },
  };
};

/** Reading goes side by side, each in a lane of its own. */
const createReading = (calls: DiscordCalls): DiscordOutbound["call"] => {
  let n = 0;
  return async (request, signal) => {
    n += 1;
    const place = { lane: `reading ${n}`, priority: 1, ...(signal === undefined ? {} : { signal }) };
    return await calls.make("read", request, place);
  };
};

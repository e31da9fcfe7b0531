import type { Message } from "#src/project/message.ts";
import type { AllowedMentions, Slab, WireMessage } from "./components-wire.ts";
import { distinctIds } from "./ids.ts";

/** How components are shown; a reply of our own has neither colour nor mentions. */
export interface Shown {
  readonly tone: Message["tone"];
  readonly allowed: AllowedMentions;
}

/** Nobody is notified. */
export const nobody: AllowedMentions = { parse: [], users: [], roles: [] };

const plainly: Shown = { tone: "neutral", allowed: nobody };

/** IS_COMPONENTS_V2 and SUPPRESS_EMBEDS; EPHEMERAL for one person's eyes. */
const publicFlags = (1 << 15) | (1 << 2);
const privateFlags = publicFlags | (1 << 6);

/** Discord's own green, yellow and red; without a colour the container has the one of the theme. */
const colours: Readonly<Record<Message["tone"], number | null>> = {
  neutral: null,
  good: 0x57f287,
  warning: 0xfee75c,
  bad: 0xed4245,
};

/** Components as a message in a channel; `id` is what it is known again by. */
export const publicWire = (
  slabs: readonly Slab[],
  id: number | null,
  { tone, allowed }: Shown = plainly,
): WireMessage => {
  const colour = colours[tone];
  const container = {
    type: 17 as const,
    ...(id === null ? {} : { id }),
    ...(colour === null ? {} : { accent_color: colour }),
    components: distinctIds(slabs),
  };
  return { components: [container], flags: publicFlags, allowedMentions: allowed };
};

/** The same for one person's eyes, who never has to find it again. */
export const privateWire = (
  slabs: readonly Slab[],
  id: number | null = null,
  shown: Shown = plainly,
): WireMessage => ({ ...publicWire(slabs, id, shown), flags: privateFlags });

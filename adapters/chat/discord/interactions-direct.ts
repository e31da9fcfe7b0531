import type { Place } from "#src/ports.ts";
import type { Completed } from "./commands-words.ts";
import { renderConfirm } from "./components-confirm.ts";
import type { Read } from "./inbound-read.ts";
import { discordLimits } from "./limits.ts";
import { firstRequest } from "./private-requests.ts";
import type { CallDiscord } from "./rest.ts";

/** Something that can be typed into an option, as people read it and as it is said. */
export interface Suggestion {
  readonly name: string;
  readonly value: string;
}

/** What fits an option, best first; `place` is where somebody types, with a thread or without. A look into the own store: the person waits for it. */
export type Suggest = (
  what: Completed,
  place: { readonly channel: string; readonly thread: Place["thread"] | null },
) => Promise<readonly Suggestion[]>;

/** Asks the person who clicked, alone, whether it is meant. Nothing is kept of it: who is not asked can click again. Throws ProviderError. */
export const askBack = async (
  call: CallDiscord,
  projectIn: (place: Place) => Promise<string | undefined>,
  { interaction, click, label, place }: Extract<Read, { type: "asks" }>,
): Promise<void> => {
  const { channel = "", thread = null } = place ?? {};
  const here = thread === null ? undefined : await projectIn({ channel, thread });
  const meant = { ...click, project: click.project ?? here ?? null };
  const content = { wire: renderConfirm(meant, label, discordLimits), files: [] };
  await call(firstRequest(interaction, { type: "message", content }));
};

/** Offers what fits what was typed so far, 25 at most. Throws ProviderError, and what `suggest` throws. */
export const offer = async (
  call: CallDiscord,
  suggest: Suggest,
  { id, token, what, typed, channel, thread }: Extract<Read, { type: "completes" }>,
): Promise<void> => {
  const { choices: most, choiceName: longest } = discordLimits.command;
  const wanted = typed.trim().toLowerCase();
  const all = await suggest(what, { channel, thread });
  const choices = all
    .filter(({ name, value }) => `${value} ${name}`.toLowerCase().includes(wanted))
    .filter(({ value }) => value !== "" && value.length <= longest)
    .slice(0, most)
    .map(({ name, value }) => ({ name: (name === "" ? value : name).slice(0, longest), value }));
  await call({
    method: "POST",
    path: `/interactions/${id}/${token}/callback`,
    auth: false,
    body: { type: 8, data: { choices } },
    what: "choices",
  });
};

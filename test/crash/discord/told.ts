import type { Interaction } from "../../support/discord/interactions.ts";
import { timeOf } from "../../support/discord/snowflakes.ts";
import type { Written } from "../../support/discord/writing.ts";
import type { Told } from "../chat/platform.ts";

/** A command, a click or a form. Nobody delivers it again: who is told that it failed does it again, or not. */
export const toldOf = (interaction: Interaction): Told => ({
  id: `i:${interaction.id}`,
  at: interaction.at,
  isAcked: interaction.ackMs !== null,
  isKept: false,
  times: 1,
  isMissed: interaction.event.missed,
  hasFailed: interaction.failure !== null,
});

/** A message. Discord never hears that the app has it, but it stays in its thread. */
export const toldOfMessage = ({ id, event }: Written): Told => ({
  id: `m:${id}`,
  at: timeOf(id),
  isAcked: false,
  isKept: true,
  times: 1,
  isMissed: event?.missed === true,
  hasFailed: false,
});

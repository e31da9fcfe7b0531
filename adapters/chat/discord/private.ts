import { ProviderError } from "#src/errors.ts";
import type { Log, Reply } from "#src/ports.ts";
import type { CallPlace } from "../outbound-calls.ts";
import { DiscordFault } from "./faults.ts";
import { discordLimits } from "./limits.ts";
import { renderForm } from "./modal.ts";
import type { Content } from "./outbound-body.ts";
import type { DiscordCalls } from "./outbound-calls.ts";
import { messageOf, privateContents } from "./private-contents.ts";
import {
  firstRequest,
  followUpRequest,
  originalRequest,
  type FirstResponse,
  type Interaction,
} from "./private-requests.ts";
import type { CallDiscord } from "./rest.ts";

/** Answers to interactions, for one person's eyes. They never throw DiscordFault: what could not be answered is logged. */
export interface Responding {
  /**
   * Answers: opens a form, shows a message, in place of the private one that was clicked in, or says nothing. As first response
   * within 3 seconds, or after `defer` within 15 minutes, when a form is said in words. Call it once for an interaction.
   */
  respond(interaction: Interaction, reply: Reply | null): Promise<void>;
  /** A first response that is no reply: a question, choices. At once, since Discord counts none of them. Throws DiscordFault. */
  readonly atOnce: CallDiscord;
  /** The answer will come later. */
  defer(interaction: Interaction): Promise<void>;
}

export interface RespondingOptions {
  readonly calls: DiscordCalls;
  readonly log: Log;
  readonly applicationId: string;
}

/** What an interaction was told first. */
type State = "none" | "message-later" | "update-later" | "answered";

export const createResponding = (options: RespondingOptions): Responding => {
  const turns = createTurns();
  return {
    respond: async (interaction, reply) => {
      await turns.take(interaction, (state) => answer(options, interaction, { state, reply }));
    },
    atOnce: options.calls.now,
    defer: async (interaction) => {
      await turns.take(interaction, (state) =>
        state === "none" ? first(options, interaction, laterOf(interaction)) : Promise.resolve(state),
      );
    },
  };
};

/** What comes of a click may be a message or nothing; a command is always answered with a message. */
const laterOf = ({
  from,
}: Interaction): Extract<FirstResponse, { type: "message-later" | "update-later" }> => ({
  type: from === null ? "message-later" : "update-later",
});

/** So many interactions are remembered: more than come in 15 minutes. */
const mostStates = 2_000;

/** What each interaction was told, one thing after the other. */
const createTurns = () => {
  const turns = new Map<string, Promise<State>>();
  return {
    take: async ({ id }: Interaction, step: (state: State) => Promise<State>): Promise<void> => {
      const turn = (turns.get(id) ?? Promise.resolve<State>("none")).then(step);
      turns.set(id, turn);
      const [oldest] = turns.keys();
      if (oldest !== undefined && turns.size > mostStates) turns.delete(oldest);
      await turn;
    },
  };
};

interface Answer {
  readonly state: State;
  readonly reply: Reply | null;
}

const answer = async (
  options: RespondingOptions,
  interaction: Interaction,
  { state, reply }: Answer,
): Promise<State> => {
  if (state !== "none") return await answerLater(options, interaction, { state, reply });
  const isForm = reply?.kind === "form" && interaction.type !== "form";
  const contents = isForm ? [] : privateContents(messageOf(reply));
  const told = await first(options, interaction, firstOf(interaction, reply, contents));
  if (told === "answered") await followUp(options, interaction, contents.slice(1));
  return told === "none"
    ? await answerLater(options, interaction, { state: laterOf(interaction).type, reply })
    : told;
};

const firstOf = (
  { type, from }: Interaction,
  reply: Reply | null,
  [content]: readonly Content[],
): FirstResponse => {
  if (reply === null && saysNothing(from)) return { type: "update-later" };
  if (reply?.kind === "form" && type !== "form")
    return { type: "modal", modal: renderForm(reply, discordLimits) };
  if (content === undefined) throw new Error("an answer without content");
  return { type: isOnlyTheirs(from) ? "update" : "message", content };
};

/** Of a click there may be nothing to say; a command is always answered, and a question that was answered goes away. */
const saysNothing = (from: Interaction["from"]): boolean => from === "public" || from === "private";

const isOnlyTheirs = (from: Interaction["from"]): boolean => from === "private" || from === "question";

/** The first response, and what the interaction was told with it: `none` when it is too late for one, or another was first. */
const first = async (
  options: RespondingOptions,
  interaction: Interaction,
  response: FirstResponse,
): Promise<State> => {
  const request = firstRequest(interaction, response);
  const done =
    response.type === "message-later" || response.type === "update-later" ? response.type : "answered";
  try {
    await options.calls.now(request);
    return done;
  } catch (error) {
    if (!isLost(error)) return note(options, error, "none");
  }
  try {
    // Discord takes one first response, so a repetition is harmless.
    await options.calls.now(request);
    return done;
  } catch (error) {
    const wasFirst = error instanceof DiscordFault && error.code === "40060";
    return wasFirst ? done : note(options, error, "none");
  }
};

const isLost = (error: unknown): boolean => error instanceof DiscordFault && error.ambiguous;

/** Whoever waits for an answer can ask again; nobody else has to hear of it. */
const note = <T>({ log }: RespondingOptions, error: unknown, then: T): T => {
  if (!(error instanceof ProviderError)) throw error;
  log.warn({ err: error }, "discord interaction not answered");
  return then;
};

const answerLater = async (
  options: RespondingOptions,
  interaction: Interaction,
  { state, reply }: Answer,
): Promise<State> => {
  if (reply === null && (state === "answered" || saysNothing(interaction.from))) return state;
  const contents = privateContents(messageOf(reply));
  const isChanged = state === "message-later" || (state === "update-later" && isOnlyTheirs(interaction.from));
  if (!isChanged) await followUp(options, interaction, contents);
  else if (await changeOriginal(options, interaction, contents[0]))
    await followUp(options, interaction, contents.slice(1));
  return "answered";
};

/** A change may be repeated. */
const changeOriginal = async (
  options: RespondingOptions,
  interaction: Interaction,
  content: Content,
): Promise<boolean> => {
  const change = (): Promise<unknown> =>
    options.calls.make(
      "answer",
      originalRequest(options.applicationId, interaction, content),
      placeOf(interaction),
    );
  try {
    await change().catch((error: unknown) => {
      if (!isLost(error)) throw error;
      return change();
    });
    return true;
  } catch (error) {
    return note(options, error, false);
  }
};

/** More messages, each at most once: one whose answer was lost may be there. */
const followUp = async (
  options: RespondingOptions,
  interaction: Interaction,
  contents: readonly Content[],
): Promise<void> => {
  for (const content of contents) {
    try {
      const request = followUpRequest(options.applicationId, interaction, content);
      await options.calls.make("answer", request, placeOf(interaction));
    } catch (error) {
      note(options, error, undefined);
      if (!isLost(error)) return;
    }
  }
};

const placeOf = ({ id }: Interaction): CallPlace => ({ lane: id, priority: 0 });

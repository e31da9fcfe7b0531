import { record } from "../json.ts";
import type { Json } from "../json.ts";
import { errors } from "./errors.ts";
import type { Interaction, Open } from "./interactions.ts";
import { messagePayload } from "./message-shape.ts";
import { change, flag, post } from "./posting.ts";
import { problem, refuse } from "./problems.ts";
import type { Problem } from "./problems.ts";
import type { Answer, Asked, Route } from "./routes.ts";
import { createProblems, editProblems } from "./rules-message.ts";
import { modalProblems } from "./rules-modal.ts";
import type { MessageFacts, World } from "./world.ts";

const operation = "create_interaction_response";

/** The first response to an interaction. */
export function interactionRoutes(world: World): readonly Route[] {
  return [
    {
      operation,
      method: "POST",
      path: "/interactions/{interaction_id}/{interaction_token}/callback",
      auth: false,
      act: (asked) => respond(world, asked),
    },
  ];
}

function respond(world: World, asked: Asked): Answer {
  const open = world.interactions.withToken(asked.path["interaction_token"] ?? "");
  if (open === undefined || open.id !== asked.path["interaction_id"]) throw errors.unknownInteraction();
  const body = record(asked.body);
  const type = Number(body["type"]);
  const data = record(body["data"]);
  refuse(world, { operation, body }, problemsOf(world, { open, type, data, asked }));
  world.interactions.acknowledge(open, { type, body });
  const message = act(world, { open, type, data, asked });
  open.original = message?.id ?? null;
  return asked.query.get("with_response") === "true" ? told(world, open, message) : null;
}

interface Response {
  readonly open: Open;
  readonly type: number;
  readonly data: Json;
  readonly asked: Asked;
}

/** Which first responses an interaction can have. */
function allowed(open: Interaction): readonly number[] {
  if (open.kind === "autocomplete") return [8];
  if (open.kind === "component") return [4, 5, 6, 7, 9];
  if (open.kind === "modal") return open.message === null ? [4, 5] : [4, 5, 6, 7];
  return [4, 5, 9];
}

function problemsOf(world: World, { open, type, data, asked }: Response): readonly Problem[] {
  const can = allowed(open);
  if (!can.includes(type))
    return [problem("type", `Value must be one of {${can.join(", ")}} for this interaction.`)];
  if (type === 4) return within(createProblems(world, data, asked.files));
  if (type === 5) return deferProblems(data);
  if (type === 9) return modalProblems(data);
  const message = shown(world, open);
  if (type !== 7 || message === undefined) return [];
  return within(editProblems(world, data, { message, files: asked.files }));
}

const within = (problems: readonly Problem[]): readonly Problem[] =>
  problems.map((one) => ({ ...one, at: one.at === "" ? "data" : `data.${one.at}` }));

/** Only EPHEMERAL can be said when the message itself comes later. */
const deferProblems = (data: Json): readonly Problem[] =>
  (Number(data["flags"] ?? 0) & ~flag.ephemeral) === 0
    ? []
    : [problem("data.flags", "only EPHEMERAL goes with a deferred response")];

/** The message whose component was used. */
const shown = (world: World, open: Interaction): MessageFacts | undefined =>
  world.messages.get(open.message ?? "") ?? world.ephemerals.get(open.message ?? "");

function act(world: World, response: Response): MessageFacts | undefined {
  const { open, type, data, asked } = response;
  closeModal(world, open);
  if (type === 4 || type === 5) return answer(world, response);
  if (type === 9) {
    const { channel, message } = open;
    world.modals.set(open.user, { id: open.id, channel, message, modal: data });
    return undefined;
  }
  const message = shown(world, open);
  const channel = world.channels.get(open.channel);
  if (type === 7 && message !== undefined && channel !== undefined)
    change(world, message, { channel, body: data, files: asked.files });
  return message;
}

/** A modal that was sent is gone when it is answered. */
function closeModal(world: World, open: Interaction): void {
  if (open.kind === "modal") world.modals.delete(open.user);
}

/** Says something as the answer to an interaction. */
export function answer(world: World, { open, type, data, asked }: Response): MessageFacts | undefined {
  const channel = world.channels.get(open.channel);
  if (channel === undefined) throw errors.unknownChannel();
  const ephemeral = (Number(data["flags"] ?? 0) & flag.ephemeral) !== 0;
  return post(world, {
    channel,
    author: world.app.applicationId,
    body: { ...data, nonce: null },
    files: asked.files,
    interaction: open.id,
    onlyFor: ephemeral ? open.user : null,
    loading: type === 5,
  }).message;
}

function told(world: World, open: Interaction, message: MessageFacts | undefined): Json {
  const { id, kind, ackType } = open;
  const types = { command: 2, menu: 2, component: 3, autocomplete: 4, modal: 5 } as const;
  const made = message !== undefined && (ackType === 4 || ackType === 5 || ackType === 7);
  return {
    interaction: {
      id,
      type: types[kind],
      ...(message === undefined
        ? {}
        : {
            response_message_id: message.id,
            response_message_loading: message.loading,
            response_message_ephemeral: message.onlyFor !== null,
          }),
    },
    resource: {
      type: ackType,
      ...(made ? { message: messagePayload(world, message, { gateway: false, content: true }) } : {}),
    },
  };
}

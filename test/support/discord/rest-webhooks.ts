import { record } from "../json.ts";
import type { Json } from "../json.ts";
import { errors } from "./errors.ts";
import type { Open } from "./interactions.ts";
import { messagePayload } from "./message-shape.ts";
import { change, flag } from "./posting.ts";
import { refuse } from "./problems.ts";
import { answer } from "./rest-interactions.ts";
import type { Asked, Route } from "./routes.ts";
import { createProblems, editProblems } from "./rules-message.ts";
import { tellDeleted } from "./telling.ts";
import type { MessageFacts, World } from "./world.ts";

const path = "/webhooks/{webhook_id}/{webhook_token}";

/** What can be said with an interaction's token after its first response. */
export function webhookRoutes(world: World): readonly Route[] {
  const routesFor = (operation: string, place: string): readonly Route[] => [
    {
      operation: `get_${operation}`,
      method: "GET",
      path: `${path}/messages/${place}`,
      auth: false,
      act: (asked) => shown(world, messageOf(world, openOf(world, asked), asked)),
    },
    {
      operation: `update_${operation}`,
      method: "PATCH",
      path: `${path}/messages/${place}`,
      auth: false,
      act: (asked) => edit(world, asked, `update_${operation}`),
    },
    {
      operation: `delete_${operation}`,
      method: "DELETE",
      path: `${path}/messages/${place}`,
      auth: false,
      act: (asked) => remove(world, asked),
    },
  ];
  return [
    {
      operation: "execute_webhook",
      method: "POST",
      path,
      auth: false,
      act: (asked) => followUp(world, asked),
    },
    ...routesFor("original_webhook_message", "@original"),
    ...routesFor("webhook_message", "{message_id}"),
  ];
}

const shown = (world: World, message: MessageFacts): Json =>
  messagePayload(world, message, { gateway: false, content: true });

function openOf(world: World, { path: { webhook_id, webhook_token } }: Asked): Open {
  if (webhook_id !== world.app.applicationId) throw errors.unknownWebhook();
  const open = world.interactions.withToken(webhook_token ?? "");
  if (open === undefined || !world.interactions.isAlive(open)) throw errors.invalidWebhookToken();
  if (open.ackType === null) throw errors.unknownWebhook();
  return open;
}

/** `@original` is the first response or the message it updates; others are follow-ups of the same interaction. */
function messageOf(world: World, open: Open, asked: Asked): MessageFacts {
  const named = asked.path["message_id"];
  const id = named ?? open.original ?? "";
  const message = world.messages.get(id) ?? world.ephemerals.get(id);
  const own = message?.interaction === open.id || (message !== undefined && id === open.original);
  if (message === undefined || !own) throw errors.unknownMessage();
  return message;
}

function edit(world: World, asked: Asked, operation: string): Json {
  const message = messageOf(world, openOf(world, asked), asked);
  const body = record(asked.body);
  refuse(world, { operation, body }, editProblems(world, body, { message, files: asked.files }));
  const channel = world.channels.get(message.channel);
  if (channel === undefined) throw errors.unknownChannel();
  change(world, message, { channel, body, files: asked.files });
  return shown(world, message);
}

function remove(world: World, asked: Asked): null {
  const message = messageOf(world, openOf(world, asked), asked);
  world.messages.delete(message.id);
  world.ephemerals.delete(message.id);
  tellDeleted(world, message);
  return null;
}

/** The first follow-up of a deferred response takes its place; who sees it was said then. */
function followUp(world: World, asked: Asked): Json {
  const open = openOf(world, asked);
  const body = record(asked.body);
  refuse(world, { operation: "execute_webhook", body }, createProblems(world, body, asked.files));
  const waiting = world.messages.get(open.original ?? "") ?? world.ephemerals.get(open.original ?? "");
  if (waiting?.loading === true) {
    const channel = world.channels.get(waiting.channel);
    if (channel === undefined) throw errors.unknownChannel();
    change(world, waiting, {
      channel,
      body: { ...body, flags: Number(body["flags"] ?? 0) & ~flag.ephemeral },
      files: asked.files,
    });
    return shown(world, waiting);
  }
  const message = answer(world, { open, type: 4, data: body, asked });
  if (message === undefined) throw errors.unknownMessage();
  return shown(world, message);
}

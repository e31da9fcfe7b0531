import { z } from "zod";
import type { RequestFile } from "#adapters/chat/discord/rest.ts";
import { byDocument } from "../../../support/discord/openapi.ts";
import { commandProblems } from "../../../support/discord/rules-commands.ts";
import { createProblems, editProblems } from "../../../support/discord/rules-message.ts";
import { modalProblems } from "../../../support/discord/rules-modal.ts";

/** What is sent to Discord, besides its address. */
interface Sent {
  readonly body?: object;
  readonly files?: readonly RequestFile[];
}

const Body = z.record(z.string(), z.unknown());
const Callback = z.looseObject({ type: z.number(), data: Body.default({}) });

const server = { settings: { attachmentLimit: 10 * 1024 * 1024 } };
/** A message of ours with components and nothing in it. */
const empty = { flags: 1 << 15, content: "", components: [], embeds: [], files: [] };

const message = "/channels/{channel_id}/messages/{message_id}";
const callback = "/interactions/{interaction_id}/{interaction_token}/callback";
const original = "/webhooks/{webhook_id}/{webhook_token}/messages/@original";
const followUp = "/webhooks/{webhook_id}/{webhook_token}";

/** What Discord has against a request by its own document, where it is at hand, and by the rules that the document does not have. */
export const problemsOfRequest = {
  create: (sent: Sent): readonly string[] => [
    ...documented("POST", "/channels/{channel_id}/messages", sent),
    ...created(sent),
  ],
  followUp: (sent: Sent): readonly string[] => [...documented("POST", followUp, sent), ...created(sent)],
  edit: (sent: Sent): readonly string[] => [...documented("PATCH", message, sent), ...edited(sent)],
  original: (sent: Sent): readonly string[] => [...documented("PATCH", original, sent), ...edited(sent)],
  /** The first answer to an interaction. */
  first: (sent: Sent): readonly string[] => {
    const { type, data } = Callback.parse(sent.body);
    const inner = { ...sent, body: data };
    const own =
      type === 4 ? created(inner) : type === 7 ? edited(inner) : type === 9 ? lines(modalProblems(data)) : [];
    return [...documented("POST", callback, sent), ...own];
  },
  commands: (body: readonly object[]): readonly string[] => [
    ...documented("PUT", "/applications/{application_id}/commands", { body }),
    ...documented("PUT", "/applications/{application_id}/guilds/{guild_id}/commands", { body }),
    ...body.flatMap((command) => lines(commandProblems(Body.parse(command)))),
  ],
};

const lines = (problems: readonly { readonly at: string; readonly says: string }[]): readonly string[] =>
  problems.map(({ at, says }) => `${at}: ${says}`);

const documented = (method: string, path: string, { body }: Sent): readonly string[] =>
  lines(byDocument()(method, path, body)).map((line) => `${method} ${path} ${line}`);

const filesOf = ({ files = [] }: Sent) =>
  new Map(files.map((file, n) => [String(n), { ...file, type: "application/octet-stream" }]));

const created = (sent: Sent): readonly string[] =>
  lines(createProblems(server, Body.parse(sent.body), filesOf(sent)));

const edited = (sent: Sent): readonly string[] =>
  lines(editProblems(server, Body.parse(sent.body), { message: empty, files: filesOf(sent) }));

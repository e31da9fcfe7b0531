import type { Call } from "../../support/discord/calls.ts";
import { interactiveIn } from "../../support/discord/components.ts";
import type { TestDiscord } from "../../support/discord/discord.ts";
import { record, records, string } from "../../support/json.ts";
import { channelOf } from "./channels.ts";
import { earlyNonces } from "./keys.ts";
import { projectOf } from "./sight.ts";

/** Kinds of calls: an operation of Discord's, and what it is for. */
export const createKinds = (discord: TestDiscord, channels: readonly string[]): ((call: Call) => string) => {
  const isEarly = createIsEarly(discord, channels);
  const placeOf = ({ path }: Call): "channel" | "thread" | "direct" => {
    const id = path["channel_id"] ?? "";
    if (channels.includes(id)) return "channel";
    return channelOf(discord, channels, id) === null ? "direct" : "thread";
  };
  return (call) => {
    const { operation, query } = call;
    const body = record(call.body);
    switch (operation) {
      case "create_message":
        return `${operation} ${whatIsPosted(call, placeOf(call), isEarly(string(body["nonce"])))}`;
      case "list_messages":
        return `${operation} ${query["after"] === undefined ? placeOf(call) : "missed"}`;
      case "create_interaction_response":
        return `${operation} ${responses.get(Number(body["type"])) ?? "other"}`;
      default:
        return operation;
    }
  };
};

const responses = new Map([
  [4, "message"],
  [5, "message-later"],
  [6, "update-later"],
  [7, "update"],
  [9, "modal"],
]);

const whatIsPosted = (
  { body, files }: Call,
  place: "channel" | "thread" | "direct",
  isEarly: boolean,
): string => {
  const isCard = interactiveIn(records(record(body)["components"])).length > 0;
  if (place === "channel") return isCard ? "root" : "line";
  if (place === "direct" || files.length > 0) return place === "direct" ? place : "file";
  return isEarly ? "part" : "message";
};

/** Is it the nonce of a part that is not the last one? */
const createIsEarly = (discord: TestDiscord, channels: readonly string[]): ((nonce: string) => boolean) => {
  const early = new Map<string, ReadonlySet<string>>();
  return (nonce) =>
    channels
      .flatMap((channel) => discord.threads(channel))
      .some(({ id }) => {
        const project = projectOf(discord, id);
        const known = early.get(project) ?? earlyNonces(project);
        early.set(project, known);
        return known.has(nonce);
      });
};

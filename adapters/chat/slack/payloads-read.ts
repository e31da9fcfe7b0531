import { z } from "zod";
import { readEvent } from "./payloads-events.ts";
import { readClicked, readShortcut, readSlash, readSubmission } from "./payloads-interactions.ts";
import { dropped, type Context, type Read } from "./payloads-result.ts";
import { BlockActions, EventCallback, MessageShortcut, SlashCommand, ViewSubmission } from "./payloads.ts";

const Body = z.looseObject({ type: z.string().optional(), command: z.string().optional() });

/** What a verified payload of Slack means to us. Never throws: a payload that nobody can read is dropped with the reason. */
export const readPayload = (body: unknown, context: Context): Read => {
  try {
    return read(Body.parse(body), context);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    return dropped(`unreadable: ${error.issues.map((issue) => issue.path.join(".")).join(", ")}`);
  }
};

const read = (body: z.infer<typeof Body>, context: Context): Read => {
  if (body.command !== undefined) return readSlash(SlashCommand.parse(body), context);
  switch (body.type) {
    case "event_callback":
      return readEvent(EventCallback.parse(body), context);
    case "block_actions":
      return readClicked(BlockActions.parse(body), context);
    case "view_submission":
      return readSubmission(ViewSubmission.parse(body), context);
    case "message_action":
      return readShortcut(MessageShortcut.parse(body), context);
    case "app_rate_limited":
      return {
        type: "trouble",
        what: "Slack sends no events for a minute: there were more than 30,000 in an hour",
        channel: null,
        fatal: false,
      };
    default:
      return dropped(`a payload of type ${body.type ?? "none"}`);
  }
};

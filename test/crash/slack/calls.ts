import { record } from "../../support/json.ts";
import type { Call } from "../../support/slack/calls.ts";

/** The app's acknowledgement of an event. */
export const ack = "ack";

/** A post that is not the last part of its message. */
export const earlyPart = "chat.postMessage part";

export const kindOf = ({ method, args }: Call): string => {
  const { part, parts } = record(record(args["metadata"])["event_payload"]);
  return method === "chat.postMessage" && Number(part) < Number(parts) ? earlyPart : method;
};

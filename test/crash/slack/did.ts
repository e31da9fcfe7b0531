import { z } from "zod";
import type { Delivery } from "../../support/slack/deliveries.ts";
import { record, string } from "../../support/slack/json.ts";
import type { Written } from "../../support/slack/writing.ts";

/** Something that a person did, for the checks. */
export interface Did {
  readonly what:
    | "start"
    /** Words or a choice that move the project, unless it is over. */
    | "command"
    | "files"
    /** A choice: nothing when somebody else was first. */
    | "decision"
    /** A wish that may be refused. */
    | "wish"
    /** Only an answer to them alone: `word` is in that and in no other. */
    | "question";
  readonly person: string;
  /** The thread it was done in; null in a channel. */
  readonly thread: string | null;
  readonly deliveries: readonly Delivery[];
  readonly word?: string;
}

/** That a delivery was handled, to its end, at this time. */
export const Handled = z.object({ id: z.string(), at: z.number() });
export type Handled = z.infer<typeof Handled>;

export const isAcked = ({ deliveries }: Did): boolean => deliveries.some(({ ackMs }) => ackMs !== null);

/** What its command is called: a delivery always means the same command. */
export const commandOf = ({ what, deliveries }: Did): string => {
  const [delivery] = deliveries;
  const id = delivery === undefined ? "" : deliveryId(delivery);
  return what === "files" ? `${id}:files` : id;
};

/** As the product calls it in its inbox. */
export const deliveryId = ({ payload }: Delivery): string => {
  const event = record(payload["event"]);
  const trigger = string(payload["trigger_id"]);
  return trigger === "" ? `m:${string(event["channel"])}:${string(event["ts"])}` : `t:${trigger}`;
};

/** The deliveries that say that a message was written; files are told by themselves too. */
export const saidIn = ({ deliveries }: Written): readonly Delivery[] =>
  deliveries.filter(({ payload }) => string(record(payload["event"])["type"]) !== "file_shared");

import { record, string } from "../../support/json.ts";
import type { Delivery } from "../../support/slack/deliveries.ts";
import type { Told } from "../chat/platform.ts";

/** What was done, by its delivery to the app. */
export type ToldOf = (delivery: Delivery) => Told;

/** Tells at once when the app acknowledges something. */
export const createTelling = () => {
  const listeners = new Set<() => void>();
  const told: ToldOf = (delivery) => {
    void delivery.done.then(({ ackMs }) => {
      if (ackMs !== null) for (const tell of listeners) tell();
    });
    return {
      id: idOf(delivery),
      at: delivery.at,
      // What is not acknowledged is delivered again, so nothing has to be read again.
      isKept: false,
      get isAcked() {
        return delivery.ackMs !== null;
      },
      get times() {
        return delivery.attempts.length;
      },
      get isMissed() {
        return delivery.attempts[0]?.to === null;
      },
      get hasFailed() {
        return delivery.failure !== null;
      },
    };
  };
  return {
    told,
    onAck: (tell: () => void): (() => void) => {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
  };
};

/** As the product calls it in its inbox. */
const idOf = ({ payload }: Delivery): string => {
  const event = record(payload["event"]);
  const trigger = string(payload["trigger_id"]);
  return trigger === "" ? `m:${string(event["channel"])}:${string(event["ts"])}` : `t:${trigger}`;
};

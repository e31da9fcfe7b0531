import type { Form } from "#src/project/form.ts";
import type { Message } from "#src/project/message.ts";
import { notice } from "../outbound-words.ts";
import { SlackFault } from "./faults.ts";
import { renderHome } from "./home-view.ts";
import { slackLimits } from "./limits.ts";
import { renderForm, type FormPlace } from "./modal.ts";
import type { SlackCalls } from "./outbound-calls.ts";
import type { PrivateTarget } from "./private-ways.ts";
import type { ReplyPrivately } from "./private.ts";

/** Who asked for a form: `triggerId` opens one within 3 seconds; null when there is none. */
export interface FormTarget extends PrivateTarget {
  readonly triggerId: string | null;
}

/** Whose home, and the hash of the view that is there; without it whatever is there is replaced. */
export interface HomeTarget {
  readonly user: string;
  readonly hash?: string | null;
}

/** What only one person sees of the app: forms and their home. */
export interface PrivateViews {
  /** Opens a form, or says in words how to say the same when it is too late for that. Throws SlackFault. */
  openForm(to: FormTarget, form: Form): Promise<void>;
  /**
   * Draws a person's home; of those that wait for one person only the last is drawn. When it was drawn by somebody else since
   * `hash`, it is built once more and drawn all the same. Throws SlackFault.
   */
  publishHome(to: HomeTarget, home: Message | (() => Promise<Message>)): Promise<void>;
}

/** Slack keeps a trigger for 3 seconds and one use. */
const spentTriggers = new Set([
  "expired_trigger_id",
  "exchanged_trigger_id",
  "invalid_trigger_id",
  "invalid_trigger",
]);

export const createPrivateViews = (calls: SlackCalls, reply: ReplyPrivately): PrivateViews => {
  const isOpened = async (to: FormTarget, form: Form): Promise<boolean> => {
    if (to.triggerId === null) return false;
    const args = { trigger_id: to.triggerId, view: renderForm(form, placeOf(to), slackLimits) };
    try {
      await calls.call("views.open", args, { lane: to.triggerId, priority: 0 });
      return true;
    } catch (error) {
      if (error instanceof SlackFault && spentTriggers.has(error.code)) return false;
      throw error;
    }
  };
  const publish = async (user: string, hash: string | null, message: Message): Promise<void> => {
    const args = {
      user_id: user,
      view: renderHome(message, slackLimits),
      ...(hash === null ? {} : { hash }),
    };
    await calls.replace(user, { method: "views.publish", args }, { lane: user, priority: 0 });
  };
  return {
    openForm: async (to, form) => {
      if (!(await isOpened(to, form))) await reply(to, notice(form.fallback));
    },
    publishHome: async ({ user, hash = null }, home) => {
      const build = typeof home === "function" ? home : () => home;
      try {
        await publish(user, hash, await build());
      } catch (error) {
        if (!(error instanceof SlackFault) || error.code !== "hash_conflict") throw error;
        await publish(user, null, await build());
      }
    },
  };
};

/** A form that was opened in no channel is about the person's own one. */
const placeOf = ({ user, channel, thread }: FormTarget): FormPlace => ({ channel: channel ?? user, thread });

import type { Clock } from "#src/ports.ts";
import type { Message } from "#src/project/message.ts";
import { errorView, type ViewErrors } from "./modal.ts";

/** A submitted form that is still open in front of the person: Slack closes it when it is acknowledged without errors. */
export interface OpenModal {
  /** What to acknowledge with; undefined closes the form. */
  readonly answer: Promise<ViewErrors | undefined>;
  /** Shows the message in the form, so that no words are lost. False when it is closed, or cannot show it. */
  refuse(message: Message): boolean;
  close(): void;
}

/** Slack gives up after 3 seconds; the rest is for the way. */
const openForMs = 2_000;

export const createOpenModal = (view: unknown, clock: Clock): OpenModal => {
  const answer = Promise.withResolvers<ViewErrors | undefined>();
  const over = new AbortController();
  const settle = (errors: ViewErrors | undefined): void => {
    answer.resolve(errors);
    over.abort();
  };
  clock.sleep(openForMs, over.signal).then(
    () => settle(undefined),
    (error: unknown) => {
      // Only settling ends the wait early.
      if (!over.signal.aborted) throw error;
    },
  );
  return {
    answer: answer.promise,
    refuse: (message) => {
      const errors = over.signal.aborted ? null : errorView(view, message);
      if (errors === null) return false;
      settle(errors);
      return true;
    },
    close: () => settle(undefined),
  };
};

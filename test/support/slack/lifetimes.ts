/** How long things live, in milliseconds. */
export interface Lifetimes {
  /** 3,000 on Slack. */
  readonly trigger: number;
  /** 30 minutes on Slack. */
  readonly responseUrl: number;
  /** 3,000 on Slack. */
  readonly ack: number;
  /** How long after completeUploadExternal a file is in its thread. */
  readonly share: number;
  /** When an unacknowledged event is delivered again, after each attempt: at once, after 1 and after 5 minutes on Slack. */
  readonly redeliver: readonly number[];
}

/** Does this after `ms`, unless everything has ended. Never keeps the process alive. */
export function later(around: { readonly ending: AbortSignal }, ms: number, act: () => void): void {
  const timer = setTimeout(() => {
    if (!around.ending.aborted) act();
  }, ms);
  timer.unref();
}

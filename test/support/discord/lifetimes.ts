/** How long things live, in milliseconds. */
export interface Lifetimes {
  /** Until an interaction must have its first response; 3,000 on Discord. */
  readonly ack: number;
  /** How long an interaction's token is good for; 15 minutes on Discord. */
  readonly token: number;
  /** How long a nonce is remembered; "a few minutes" on Discord. */
  readonly nonce: number;
  /** From when on edits of a message are counted; an hour on Discord. */
  readonly oldMessage: number;
  /** How long an attachment's address is good for; about a day on Discord. */
  readonly attachmentUrl: number;
  /** How long a gateway session outlives its connection; some minutes on Discord. */
  readonly session: number;
  /** Between two heartbeats; 41,250 on Discord. */
  readonly heartbeat: number;
}

export const discordLifetimes: Lifetimes = {
  ack: 3_000,
  token: 15 * 60_000,
  nonce: 3 * 60_000,
  oldMessage: 60 * 60_000,
  attachmentUrl: 24 * 60 * 60_000,
  session: 5 * 60_000,
  heartbeat: 41_250,
};

let made = 0;

/** A new id that looks like Slack's. */
export function newId(prefix: string): string {
  made += 1;
  return `${prefix}0${made.toString(36).toUpperCase().padStart(8, "0")}`;
}

let stamped = 500_000;

/** A timestamp like Slack's, of now, that no message has: those count from 1. */
export function stamp(): string {
  stamped += 1;
  return `${Math.floor(Date.now() / 1000)}.${stamped}`;
}

/** What the outside is asked to do, as far as a crash around it matters. */
export const acts = ["openThread", "post", "edit", "upload", "commit"] as const;
export type Act = (typeof acts)[number];

/** The moments around one durable write, in the order in which a move passes them. */
export const writeSpots = [
  "before-log",
  "after-log",
  "before-save",
  "after-save",
  "before-record",
  "after-record",
] as const;

/** `record` is the record of a paid model call, `ack` tells the platform that its event arrived. */
export const spots = [
  ...writeSpots,
  "before-ack start",
  "before-ack command",
  ...acts.map((act) => `before-act ${act}` as const),
  ...acts.map((act) => `after-act ${act}` as const),
] as const;

/** What a chat adapter keeps: an event that came in, that it was handled, the id of a file. `after-put` is before the ack. */
export const memorySpots = [
  "before-put",
  "after-put",
  "before-done",
  "after-done",
  "before-note",
  "after-note",
] as const;

/** Every named boundary inside of the process. */
export type Spot = (typeof spots)[number] | (typeof memorySpots)[number];
export const isSpot = (name: string | undefined): name is Spot =>
  [...spots, ...memorySpots].some((one) => one === name);

/** How one process is to die. */
export type Death =
  /** The `nth` time it comes to a boundary. */
  | { readonly type: "spot"; readonly spot: Spot; readonly nth: number }
  /** So long after it began to open its data folder. */
  | { readonly type: "time"; readonly ms: number }
  /** When its `nth` call of a kind has reached the platform, and is not done yet, or done and not answered yet. */
  | { readonly type: "wire"; readonly when: "before" | "after"; readonly call: string; readonly nth: number };

/** Where to count a death: the boundary, or `random`. */
export const nameOf = (death: Death): string => {
  if (death.type === "time") return "random";
  return death.type === "spot" ? death.spot : `${death.when} ${death.call}`;
};

/** For people: `after-act post #3`, `random after 212 ms`. */
export const describe = (death: Death): string =>
  death.type === "time" ? `random after ${death.ms} ms` : `${nameOf(death)} #${death.nth}`;

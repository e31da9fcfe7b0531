/** What the outside is asked to do, as far as a crash around it matters. */
export const acts = ["openThread", "post", "edit", "upload", "commit"] as const;
export type Act = (typeof acts)[number];

/** The moments around one durable write or one act, in the order in which a move passes them. */
const writes = [
  "before-log",
  "after-log",
  "before-save",
  "after-save",
  "before-record",
  "after-record",
  "before-ack start",
  "before-ack command",
] as const;

/** Every named boundary. `record` is the record of a paid model call, `ack` tells the platform that its event arrived. */
export const spots = [
  ...writes,
  ...acts.map((act) => `before-act ${act}` as const),
  ...acts.map((act) => `after-act ${act}` as const),
] as const;
export type Spot = (typeof spots)[number];

/** How one process is to die: the `nth` time it comes to a boundary, or so long after it began to open its data folder. */
export type Death =
  | { readonly type: "spot"; readonly spot: Spot; readonly nth: number }
  | { readonly type: "time"; readonly ms: number };

/** Where to count a death: the boundary, or `random`. */
export const nameOf = (death: Death): string => (death.type === "spot" ? death.spot : "random");

/** For people: `after-act post #3`, `random after 212 ms`. */
export const describe = (death: Death): string =>
  death.type === "spot" ? `${death.spot} #${death.nth}` : `random after ${death.ms} ms`;

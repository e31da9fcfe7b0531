import { writeSpots, type Death } from "../deaths.ts";
import type { Random } from "../random.ts";
import type { Setting } from "../round.ts";
import type { Trial } from "../stage.ts";
import { deeds, repeatable, type Plan } from "./plans.ts";

/** What one data folder goes through, and who is at the other end. */
export interface SlackRound extends Setting {
  readonly people: readonly Plan[];
}

/** A post that is not the last part of its message. */
export const earlyPart = "chat.postMessage part";

/** Every kind of call that the product makes in a round; `upload`, `download` and `respond` are none of the Web API. */
const calls = [
  "auth.test",
  "apps.connections.open",
  "users.info",
  "chat.postMessage",
  earlyPart,
  "chat.update",
  "chat.postEphemeral",
  "respond",
  "files.getUploadURLExternal",
  "upload",
  "files.completeUploadExternal",
  "files.info",
  "download",
  "conversations.history",
  "conversations.replies",
  "views.open",
  "views.publish",
] as const;

/** Before an acknowledgement an event is on disk already. */
export const ack = "ack";

const inside = [
  ...writeSpots,
  "before-put",
  "before-done",
  "after-done",
  "before-note",
  "after-note",
  "before-act commit",
  "after-act commit",
] as const;

const wire = [...calls, ack].flatMap((call) =>
  (["before", "after"] as const).map((when) => ({ type: "wire" as const, when, call })),
);

/** Every boundary, for the table. */
export const boundaries: readonly string[] = [
  ...wire.map(({ when, call }) => `${when} ${call}`),
  ...inside,
  "random",
];

const scenarios = ["clean", "question", "objection", "low-confidence", "conflict"] as const;
/** Rounds that are played side by side: a process mostly waits for Slack's rates. */
export const lanes = 6;
const projectsPerRound = 2;
/** A folder whose processes die more often than this has little left to do. */
const mostKillsPerRound = 17;
/** One death at a random time for so many at a boundary. */
const randomEvery = 6;
/** A process opens its folder and signs in within about a second. */
const latestMs = 4_000;

/** Every boundary is dealt before one is dealt again. */
export const planTrials = (kills: number, random: Random): readonly Trial<SlackRound>[] => {
  const deal = createDeck(random);
  const deaths = Array.from({ length: kills }, deal);
  return inRounds(deaths, Math.ceil(kills / mostKillsPerRound), random);
};

/** Rounds for deaths whose moment never came, each at its first chance. */
export const planAgain = (deaths: readonly Death[], random: Random): readonly Trial<SlackRound>[] => {
  const first = deaths.map((death) =>
    death.type === "time" ? { ...death, ms: latestMs / 4 } : { ...death, nth: 1 },
  );
  return inRounds(first, Math.min(lanes, first.length), random);
};

const inRounds = (deaths: readonly Death[], count: number, random: Random): readonly Trial<SlackRound>[] => {
  const share = (n: number): number => Math.floor((n * deaths.length) / count);
  return Array.from({ length: Math.max(1, count) }, (_, n) => ({
    round: planRound(n, random),
    deaths: startingFirst(deaths.slice(share(n), share(n + 1))),
  }));
};

type Card =
  | { readonly type: "time" }
  | { readonly type: "spot"; readonly spot: (typeof inside)[number] }
  | (typeof wire)[number];

const createDeck = (random: Random): (() => Death) => {
  let deck: Card[] = [];
  return () => {
    if (deck.length === 0) deck = shuffledDeck(random);
    const card = deck.shift() ?? { type: "time" };
    if (card.type === "time") return { type: "time", ms: random.whole(0, latestMs) };
    return { ...card, nth: random.whole(1, latest(card)) };
  };
};

const shuffledDeck = (random: Random): Card[] => {
  const some: Card[] = [...wire, ...inside.map((spot) => ({ type: "spot" as const, spot }))];
  const times = Array.from({ length: Math.floor(some.length / randomEvery) }, () => ({
    type: "time" as const,
  }));
  return random.shuffled([...some, ...times]);
};

/** How often a boundary is passed within a few seconds. */
const latest = (card: Exclude<Card, { type: "time" }>): number => {
  if (card.type === "spot") return card.spot.endsWith("-log") || card.spot.endsWith("-save") ? 10 : 3;
  return often.get(card.call) ?? 1;
};

const often = new Map<string, number>([
  ["chat.postMessage", 5],
  [earlyPart, 2],
  ["chat.update", 3],
  ["upload", 3],
  ["files.getUploadURLExternal", 3],
  ["files.completeUploadExternal", 3],
  ["files.info", 3],
  [ack, 3],
]);

/**
 * A channel's history is read only by a process whose predecessor died while it opened a thread. So these deaths come first, and
 * after such a one: another is added when there is none.
 */
const startingFirst = (deaths: readonly Death[]): readonly Death[] => {
  const isCall = (death: Death, call: string): boolean => death.type === "wire" && death.call === call;
  const history = deaths.filter((death) => isCall(death, "conversations.history"));
  if (history.length === 0) return deaths;
  const post = deaths.find((death) => isCall(death, "chat.postMessage"));
  const opening: Death =
    post?.type === "wire"
      ? { ...post, nth: 1 }
      : { type: "wire", when: "after", call: "chat.postMessage", nth: 1 };
  const rest = deaths.filter((death) => death !== post && !history.includes(death));
  return [opening, ...history, ...rest];
};

const planRound = (n: number, random: Random): SlackRound => ({
  scenario: scenarios[n % scenarios.length] ?? "clean",
  seed: random.whole(0, 1_000),
  msPerCall: random.whole(200, 600),
  people: Array.from({ length: projectsPerRound }, (_, i) => planPerson(`${n + 1}-${i + 1}`, i, random)),
});

const planPerson = (name: string, i: number, random: Random): Plan => ({
  id: `U0PERSON${i + 1}`,
  name: i === 0 ? "Ann" : "Bob",
  channel: i === 0 ? "C0GENERAL" : `C0CHANNEL${i + 1}`,
  brief: `# ${random.pick(titles)} ${name}\n\n${random.pick(bodies)}`,
  begin: random.pick(["words", "words", "form"]),
  style: random.pick(["approve", "modify", "reject"]),
  everyStage: random.whole(0, 2) === 0,
  deeds: random.shuffled([...deeds, ...repeatable]).map((what) => ({ what, after: random.whole(1, 14) })),
});

const titles: readonly [string, ...string[]] = ["Library desk", "Bicycle rental", "Allotment water"];
const bodies: readonly [string, ...string[]] = [
  "Readers borrow and return books at a desk with a scanner. A librarian must see every overdue loan each morning. The system should send a reminder three days before a loan ends. Readers' data must stay in the country.",
  "Tourists rent bicycles by the hour with their phone. Each bicycle has a lock with a code. The owner must know where each bicycle is and which one needs repair. Payment should be taken before the lock opens.",
  "A club of 120 gardeners shares three wells. Members must book watering times so that the pressure holds. Nobody may book more than two hours a day in July. The treasurer needs the consumption of each member at the end of the year.",
];

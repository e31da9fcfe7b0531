import { writeSpots, type Death } from "../deaths.ts";
import type { Random } from "../random.ts";
import type { Trial } from "../stage.ts";
import { planRound } from "./plan-round.ts";
import type { Moments, Platform } from "./platform.ts";
import type { ChatRound } from "./setting.ts";

const everywhere = [
  ...writeSpots,
  "before-put",
  "before-done",
  "after-done",
  "before-note",
  "after-note",
  "before-act commit",
  "after-act commit",
] as const;

const wireOf = ({ calls }: Moments) =>
  calls.flatMap((call) =>
    (["before", "after"] as const).map((when) => ({ type: "wire" as const, when, call })),
  );

const insideOf = ({ inside }: Moments) => [...everywhere, ...inside];

/** Every boundary, for the table. */
export const boundariesOf = (moments: Moments): readonly string[] => [
  ...wireOf(moments).map(({ when, call }) => `${when} ${call}`),
  ...insideOf(moments),
  "random",
];

/** Rounds that are played side by side: a process mostly waits for the platform's rates. */
export const lanes = 6;
/** A folder whose processes die more often than this has little left to do. */
const mostKillsPerRound = 17;
/** One death at a random time for so many at a boundary. */
const randomEvery = 6;
/** A process opens its folder and signs in within about a second. */
const latestMs = 4_000;

/** Every boundary is dealt before one is dealt again. */
export const planTrials = (
  platform: Platform,
  kills: number,
  random: Random,
): readonly Trial<ChatRound>[] => {
  const deal = createDeck(platform.moments, random);
  const deaths = Array.from({ length: kills }, deal);
  return inRounds(platform, { deaths, count: Math.ceil(kills / mostKillsPerRound) }, random);
};

/** Rounds for deaths whose moment never came, each at its first chance. */
export const planAgain = (
  platform: Platform,
  deaths: readonly Death[],
  random: Random,
): readonly Trial<ChatRound>[] => {
  const first = deaths.map((death) =>
    death.type === "time" ? { ...death, ms: latestMs / 4 } : { ...death, nth: 1 },
  );
  return inRounds(platform, { deaths: first, count: Math.min(lanes, first.length) }, random);
};

const inRounds = (
  platform: Platform,
  { deaths, count }: { readonly deaths: readonly Death[]; readonly count: number },
  random: Random,
): readonly Trial<ChatRound>[] => {
  const share = (n: number): number => Math.floor((n * deaths.length) / count);
  return Array.from({ length: Math.max(1, count) }, (_, n) => ({
    round: planRound(platform, n, random),
    deaths: startingFirst(platform.moments, deaths.slice(share(n), share(n + 1))),
  }));
};

type Card =
  | { readonly type: "time" }
  | { readonly type: "spot"; readonly spot: ReturnType<typeof insideOf>[number] }
  | ReturnType<typeof wireOf>[number];

const createDeck = (moments: Moments, random: Random): (() => Death) => {
  let deck: Card[] = [];
  return () => {
    if (deck.length === 0) deck = shuffledDeck(moments, random);
    const card = deck.shift() ?? { type: "time" };
    if (card.type === "time") return { type: "time", ms: random.whole(0, latestMs) };
    return { ...card, nth: random.whole(1, latest(moments, card)) };
  };
};

const shuffledDeck = (moments: Moments, random: Random): Card[] => {
  const spots = insideOf(moments).map((spot) => ({ type: "spot" as const, spot }));
  const some: Card[] = [...wireOf(moments), ...spots];
  const times = Array.from({ length: Math.floor(some.length / randomEvery) }, () => ({
    type: "time" as const,
  }));
  return random.shuffled([...some, ...times]);
};

/** How often a boundary is passed within a few seconds. */
const latest = ({ often }: Moments, card: Exclude<Card, { type: "time" }>): number => {
  if (card.type === "spot") return card.spot.endsWith("-log") || card.spot.endsWith("-save") ? 10 : 3;
  return often.get(card.call) ?? 1;
};

/** What is only done at the beginning comes first, then what only a process does whose predecessor died in the middle of something. */
const startingFirst = ({ beginning, lookups }: Moments, deaths: readonly Death[]): readonly Death[] => {
  const at = (call: string): readonly Death[] =>
    deaths.filter((death) => death.type === "wire" && death.call === call);
  const looks = lookups.flatMap(({ call, after }) =>
    at(call).length === 0 ? [] : [at(after)[0] ?? deathAfter(after), ...at(call)],
  );
  const early = [...new Set([...beginning.flatMap(at), ...looks])];
  return [...early.map(atOnce), ...deaths.filter((death) => !early.includes(death))];
};

const deathAfter = (call: string): Death => ({ type: "wire", when: "after", call, nth: 1 });

const atOnce = (death: Death): Death => (death.type === "time" ? death : { ...death, nth: 1 });

import type { Random } from "../random.ts";
import { deeds, repeatable, written, type Plan, type Seat } from "./plans.ts";
import type { Platform } from "./platform.ts";
import type { ChatRound } from "./setting.ts";

const scenarios = ["clean", "question", "objection", "low-confidence", "conflict"] as const;

export const planRound = (
  { name, seats, longer, slowEvery }: Platform,
  n: number,
  random: Random,
): ChatRound => ({
  chat: name,
  scenario: scenarios[n % scenarios.length] ?? "clean",
  seed: random.whole(0, 1_000),
  msPerCall: random.whole(200, 600),
  longer,
  slowEvery,
  people: seats.map((seat, i) => planPerson(`${n + 1}-${i + 1}`, seat, random)),
});

const planPerson = (name: string, seat: Seat, random: Random): Plan => ({
  ...seat,
  brief: `# ${random.pick(titles)} ${name}\n\n${random.pick(bodies)}`,
  begin: random.pick(["words", "words", "form"]),
  style: random.pick(["approve", "modify", "reject"]),
  everyStage: random.whole(0, 2) === 0,
  deeds: random.shuffled([...deeds, ...repeatable]).map((what) => ({
    what,
    after: random.whole(1, 14),
    away: written.has(what) && random.whole(0, 1) === 0,
  })),
});

const titles: readonly [string, ...string[]] = ["Library desk", "Bicycle rental", "Allotment water"];
const bodies: readonly [string, ...string[]] = [
  "Readers borrow and return books at a desk with a scanner. A librarian must see every overdue loan each morning. The system should send a reminder three days before a loan ends. Readers' data must stay in the country.",
  "Tourists rent bicycles by the hour with their phone. Each bicycle has a lock with a code. The owner must know where each bicycle is and which one needs repair. Payment should be taken before the lock opens.",
  "A club of 120 gardeners shares three wells. Members must book watering times so that the pressure holds. Nobody may book more than two hours a day in July. The treasurer needs the consumption of each member at the end of the year.",
];

import process from "node:process";
import { z } from "zod";
import { allCases, nameOf } from "./cases.ts";
import { check } from "./checks.ts";
import { play } from "./play.ts";
import { playedOf, type Played } from "./report.ts";

/** A process of the suite: it is sent the name of a case, plays it, and sends back what came of it. */
const cases = new Map(allCases().map((one) => [nameOf(one), one]));

const playNamed = async (name: string): Promise<Played> => {
  const one = cases.get(name);
  if (one === undefined) throw new Error(`there is no case ${name}`);
  const evidence = await play(one);
  return playedOf(evidence, check(evidence));
};

/** Whatever breaks here ends the process, and with it the suite. */
process.on(
  "message",
  (name) => void playNamed(z.string().parse(name)).then((played) => process.send?.(played)),
);

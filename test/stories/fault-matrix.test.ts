import { describe, expect, test } from "vitest";
import { allCases, faults, nameOf, type Case } from "../faults/cases.ts";
import { check } from "../faults/checks.ts";
import { play } from "../faults/play.ts";

const cases = allCases();

/** Every fault once, each on another API, way and pattern than the one before it: 7 is prime to the number of most faults' cases. */
const slice = faults.flatMap(({ name }, i): readonly Case[] => {
  const own = cases.filter(({ fault, workflow }) => fault.name === name && workflow === "two-stages");
  return own.slice((i * 7) % own.length).slice(0, 1);
});

/** Streams that fall silent must not be listened to for as long as slow ones; what was heard before a deadline counts. */
const late = cases.filter(
  ({ fault, wire, streaming, pattern, stepTimeoutMs }) =>
    streaming &&
    (stepTimeoutMs === null
      ? fault.name === "half an answer, and then nothing" && pattern === "always"
      : fault.name === "half an answer, and then signs of life only" &&
        pattern === "alone" &&
        wire === "anthropic"),
);

/** One project of all ten steps for each API. */
const whole = (["anthropic", "responses", "chat"] as const).flatMap((wire, i) =>
  cases
    .filter((one) => one.workflow === "sdlc" && one.wire === wire && one.pattern === "always")
    .slice(i, i + 1),
);

describe("whatever a provider does, a project ends, and nothing is lost, doubled or uncounted", () => {
  const rows = [...slice, ...late, ...whole].map((one) => [nameOf(one), one] as const);

  test.each(rows)("%s", async (_, one) => {
    const evidence = await play(one);
    expect(check(evidence)).toEqual([]);
    expect(evidence.row.status).toBe("completed");
  });
});

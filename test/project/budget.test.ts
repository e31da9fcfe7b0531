import { describe, expect, it } from "vitest";
import { addUsage, noUsage, overBudget, raisedBudget, sumUsage } from "#src/project/budget.ts";
import { diamond } from "./samples.ts";
import {
  decides,
  does,
  fails,
  finishes,
  given,
  openOne,
  plays,
  playsUntil,
  running,
  started,
} from "./scenario.ts";

const limited = (budgetTokens: number) => given(started({ settings: { budgetTokens } }), plays());

describe("a budget of tokens", () => {
  it("is reserved before a step and settled after it", () => {
    const { project, when } = given(
      started({ settings: { budgetTokens: 50_000 } }),
      playsUntil("analyze.plan"),
    );
    expect([project.reservedTokens, project.usage.tokensIn]).toEqual([10_000, 0]);
    const after = when(finishes({ usage: { calls: 1, tokensIn: 12_000, tokensOut: 1, usd: null } })).project;
    expect([after.reservedTokens, after.usage.tokensIn, running(after)]).toEqual([
      10_000,
      12_000,
      "analyze.produce#1",
    ]);
  });

  it("that exactly covers the next step lets it start", () => {
    expect(running(given(started({ settings: { budgetTokens: 10_000 } })).project)).toBe("analyze.plan#1");
    expect(running(given(started({ settings: { budgetTokens: 9_999 } })).project)).toBeNull();
  });

  it("that does not cover the next step asks people before it starts", () => {
    const { project } = limited(11_499);
    expect(openOne(project)).toMatchObject({
      kind: "budget",
      stage: "analyze",
      step: "produce",
      title: "The budget does not cover Analyze",
      context: "1500 of 11499 tokens are used and the next step may need 10000.",
    });
    expect([running(project), project.reservedTokens]).toEqual([null, 0]);
  });

  it("raised by a click grows by half, and by enough for one step at least", () => {
    const { project } = limited(11_000).when(decides("raise"));
    expect([project.settings.budgetTokens, running(project)]).toEqual([16_500, "analyze.produce#1"]);
    expect(limited(1_000).when(decides("raise")).project.settings.budgetTokens).toBe(10_000);
  });

  it("raised by a click leaves a limit of dollars that was not reached", () => {
    const past = given(started({ settings: { budgetTokens: 11_000, budgetUsd: 5 } }), plays());
    const { settings } = past.when(decides("raise")).project;
    expect([settings.budgetTokens, settings.budgetUsd]).toEqual([16_500, 5]);
  });

  it("may end the project", () => {
    expect(limited(11_000).when(decides("cancel")).project.status).toBe("cancelled");
  });

  it("set by hand goes on when it is enough, exactly as it was set", () => {
    const { project, envelopes } = limited(11_000).when(
      does({ type: "setBudget", tokens: 40_000, usd: null }),
    );
    expect([project.settings.budgetTokens, running(project)]).toEqual([40_000, "analyze.produce#1"]);
    expect(project.escalations[0]).toMatchObject({ state: "decided", decision: { choice: "raise" } });
    expect(envelopes[0]).toMatchObject({ from: "person:ada", type: "command" });
  });

  it("set by hand to less than enough keeps asking", () => {
    const { project } = limited(11_000).when(does({ type: "setBudget", tokens: 11_001, usd: null }));
    expect([project.settings.budgetTokens, openOne(project).kind]).toEqual([11_001, "budget"]);
  });

  it("changed in the settings lets the next click go on without raising it again", () => {
    const past = given(
      started({ settings: { budgetTokens: 11_000 } }),
      plays(),
      does({ type: "settings", change: { budgetTokens: 90_000 } }),
    );
    const { project } = past.when(decides("raise"));
    expect([project.settings.budgetTokens, running(project)]).toEqual([90_000, "analyze.produce#1"]);
  });

  it("covers every further try of a step, not only the first", () => {
    const usage = { calls: 1, tokensIn: 9_000, tokensOut: 0, usd: null };
    const past = given(started({ settings: { budgetTokens: 15_000 } }), playsUntil("analyze.plan"));
    const { project } = past.when(fails({ kind: "invalid-output", usage }));
    expect(openOne(project)).toMatchObject({ kind: "budget", step: "plan" });
    expect([running(project), project.reservedTokens]).toEqual([null, 0]);
  });

  it("that stops a stage before its first step leaves the spec of the stages before it to a rollback", () => {
    const stopped = given(
      started({ settings: { budgetTokens: 12_999 } }),
      plays(),
      does({ type: "setBudget", tokens: 900_000, usd: null }),
      playsUntil("build.plan"),
    );
    expect(stopped.project.escalations).toMatchObject([{ stage: "design", step: "plan", kind: "budget" }]);
    const { project } = stopped.when(does({ type: "rollback", stage: "design", reason: "" }));
    expect(Object.keys(project.spec.document)).toEqual(["analyze"]);
  });
});

describe("a budget of dollars", () => {
  const spent = given(started({ settings: { budgetUsd: 0.01 } }), plays());

  it("stops when it is spent, and says how much", () => {
    expect(openOne(spent.project).context).toBe("$0.01 of $0.01 is spent.");
  });

  it("raised by a click covers what is spent and more", () => {
    const { project } = spent.when(decides("raise"));
    expect(project.settings.budgetUsd).toBeCloseTo(0.015);
    expect(running(project)).toBe("analyze.produce#1");
  });

  it("is told in dollars and cents, whatever it was raised to", () => {
    const past = given(started({ settings: { budgetUsd: 0.01 } }), plays(), decides("raise"));
    const { effects } = past.when(does({ type: "setBudget", tokens: 900_000, usd: 0.1 * 3 }));
    const post = effects.find((effect) => effect.type === "post");
    expect(post?.type === "post" && post.message.fallback).toBe(
      "Ada set the budget to 900000 tokens and $0.30.",
    );
  });

  it("set by hand goes on", () => {
    const { project } = spent.when(does({ type: "setBudget", tokens: null, usd: 5 }));
    expect([project.settings.budgetUsd, running(project)]).toEqual([5, "analyze.produce#1"]);
  });
});

describe("sums", () => {
  it("know no dollars until a call had a price", () => {
    const priced = { calls: 1, tokensIn: 1, tokensOut: 2, usd: 0.5 };
    expect(addUsage(noUsage, noUsage).usd).toBeNull();
    expect(addUsage(noUsage, priced)).toEqual(priced);
    expect(addUsage(priced, priced).usd).toBe(1);
  });

  it("are not lost to one part without a price", () => {
    const unpriced = { calls: 1, tokensIn: 1, tokensOut: 2, usd: null };
    const priced = { calls: 1, tokensIn: 1, tokensOut: 2, usd: 0.5 };
    expect(sumUsage([unpriced, priced, unpriced])).toEqual({ calls: 3, tokensIn: 3, tokensOut: 6, usd: 0.5 });
    expect(sumUsage([])).toEqual(noUsage);
  });

  it("without any budget never stop and never raise", () => {
    const { project } = given(started({ workflow: diamond }));
    expect(overBudget(project, { tokens: 1e12, usd: 1e6 })).toBeNull();
    expect(raisedBudget(project, { tokens: 1, usd: 1 })).toEqual({ budgetTokens: null, budgetUsd: null });
  });
});

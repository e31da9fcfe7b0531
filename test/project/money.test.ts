import { describe, expect, it } from "vitest";
import { dollars, noUsage } from "#src/project/budget.ts";
import { costTable } from "#src/project/costs.ts";
import type { Effect } from "#src/project/effect.ts";
import type { Message } from "#src/project/message.ts";
import { Project } from "#src/project/project.ts";
import { statusCard } from "#src/project/status-card.ts";
import type { Quote, Settings } from "#src/project/workflow.ts";
import { objection, sdlc } from "./samples.ts";
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
  waits,
} from "./scenario.ts";

const quote: Quote = {
  steps: Object.fromEntries(sdlc.stages.map(({ id }) => [id, { usual: 0.5, saving: 0.05 }])),
  stages: Object.fromEntries(sdlc.stages.map(({ id }) => [id, { low: 0.2, high: 1 }])),
  low: 1,
  high: 5,
};
const priced = (usd: number) => ({ calls: 1, tokensIn: 100, tokensOut: 50, usd });
const runs = (settings: Partial<Settings>) => started({ settings, quote });
const posts = (effects: readonly Effect[]) =>
  effects.flatMap((effect) => (effect.type === "post" ? [effect.message.fallback] : []));
const reserved = ({ reservedUsd, outbox }: Project) => [
  reservedUsd,
  outbox.flatMap((effect) => (effect.type === "runStep" ? [effect.maxUsd] : [])),
];

describe("dollars", () => {
  it("are reserved before a step, in its order, and settled after it", () => {
    const { project, when } = given(runs({ budgetUsd: 2 }), playsUntil("analyze.plan"));
    expect(reserved(project)).toEqual([0.5, [0.5]]);
    const after = when(finishes({ usage: priced(0.3) })).project;
    expect([...reserved(after), after.usage.usd]).toEqual([0.5, [0.5], 0.3]);
  });

  it("that do not cover the most the next step may cost stop it before it starts", () => {
    const { project } = given(
      runs({ budgetUsd: 0.7 }),
      playsUntil("analyze.plan"),
      finishes({ usage: priced(0.3) }),
    );
    expect(openOne(project).context).toBe("$0.30 of $0.70 is spent and the next step may cost up to $0.50.");
    expect([running(project), ...reserved(project)]).toEqual([null, 0, []]);
  });

  it("can be saved by cheaper models, when those fit", () => {
    const short = given(runs({ budgetUsd: 0.4 }));
    expect(openOne(short.project).choices.map(({ id }) => id)).toEqual(["raise", "cheaper", "cancel"]);
    const { project } = short.when(decides("cheaper"));
    expect([project.settings.saving, project.settings.budgetUsd, running(project)]).toEqual([
      true,
      0.4,
      "analyze.plan#1",
    ]);
    expect(reserved(project)).toEqual([0.05, [0.05]]);
  });

  it("are not to be saved any further, or when even cheaper models cost too much", () => {
    const choices = (settings: Partial<Settings>) =>
      openOne(given(runs(settings)).project).choices.map(({ id }) => id);
    expect(choices({ budgetUsd: 0.04, saving: true })).toEqual(["raise", "cancel"]);
    expect(choices({ budgetUsd: 0.04 })).toEqual(["raise", "cancel"]);
  });

  it("of failed tries count, and a try that no longer fits asks first", () => {
    const past = given(runs({ budgetUsd: 0.8 }), playsUntil("analyze.plan"));
    const { project } = past.when(fails({ kind: "outage", retryable: true, usage: priced(0.4) }));
    expect([project.usage.usd, openOne(project).kind, project.reservedUsd]).toEqual([0.4, "budget", 0]);
  });

  it("warn once when four fifths are used", () => {
    const past = given(runs({ budgetUsd: 3 }), playsUntil("analyze.plan"));
    const warned = past.when(finishes({ usage: priced(2.5) }));
    expect(posts(warned.effects).filter((text) => text.startsWith("83.3 % of the budget"))).toHaveLength(1);
    const later = given(
      runs({ budgetUsd: 3 }),
      playsUntil("analyze.plan"),
      finishes({ usage: priced(2.5) }),
      playsUntil("analyze.produce"),
    );
    expect(posts(later.when(finishes({ usage: priced(0.01) })).effects).join("\n")).not.toContain(
      "of the budget",
    );
  });

  it("are compared with the estimate at the end", () => {
    const { project, effects } = given(runs({}), playsUntil("launch.produce")).when(
      finishes({ usage: priced(0.25) }),
    );
    expect(project.status).toBe("completed");
    expect(JSON.stringify(effects)).toContain("estimated $1.00 to $5.00");
  });

  it("of a run that is abandoned count as spent at most, by a rollback as by a stop, and nobody is warned then", () => {
    const past = given(runs({ budgetUsd: 1 }), playsUntil("design.plan"));
    const before = past.project.usage.usd ?? 0;
    for (const body of [
      { type: "rollback" as const, stage: "design", reason: "" },
      { type: "cancel" as const, reason: "" },
    ])
      expect(past.when(does(body)).project.usage.usd).toBeCloseTo(before + 0.5);
    const late = given(runs({ budgetUsd: 1 }), finishes({ usage: priced(0.4) }));
    const { project, effects } = late.when(does({ type: "cancel", reason: "" }));
    expect([project.usage.usd, project.reservedUsd, project.reservedTokens]).toEqual([0.9, 0, 0]);
    expect(posts(effects)).toEqual(["Ada stopped the project. Everything written so far is kept."]);
  });

  it("show cents, and more where a cent is too coarse", () => {
    expect([0, 0.0042, 0.03, 1.5].map(dollars)).toEqual(["$0.00", "$0.0042", "$0.03", "$1.50"]);
  });
});

/** Rows of the table of costs in a message. */
const costRows = (message: Message | undefined): readonly string[] =>
  (message?.blocks ?? []).flatMap((block) =>
    block.type === "table" ? block.rows.map((row) => row.join(" | ")) : [],
  );
const lastPost = (effects: readonly Effect[]): Message | undefined =>
  effects.flatMap((effect) => (effect.type === "post" ? [effect.message] : [])).at(-1);
const facts = (message: Message): string =>
  JSON.stringify(message.blocks.find(({ type }) => type === "facts"));

describe("what a run may cost", () => {
  it("is told before it begins, on the card and as the first post", () => {
    const { project } = given(runs({}));
    expect(facts(statusCard(project, 0))).toContain('{"name":"Cost","value":"about $1.00 to $5.00"}');
    expect(posts(project.outbox)).toEqual(["This may cost about $1.00 to $5.00."]);
  });

  it("is told with the budget, when there is one", () => {
    const { project } = given(runs({ budgetUsd: 2 }));
    expect(posts(project.outbox)).toEqual([
      "This may cost about $1.00 to $5.00. Before it exceeds $2.00 the work stops and you are asked.",
    ]);
  });

  it.each([
    ["nothing has a price", null],
    ["everything is free", { ...quote, low: 0, high: 0 }],
  ])("is not mentioned when %s", (_, free) => {
    const { project, world } = given(started({ quote: free }), playsUntil("launch.produce"));
    const end = given(() => finishes({ usage: { ...priced(0), usd: null } })(world)).project;
    expect(posts(given(started({ quote: free })).project.outbox)).toEqual([]);
    expect(facts(statusCard(project, 0))).not.toContain("Cost");
    const message = lastPost(end.outbox);
    expect(message?.fallback).toContain("is complete");
    expect([JSON.stringify(message).includes("Cost"), costRows(message)]).toEqual([false, []]);
  });
});

describe("what every stage cost", () => {
  it("stands beside its estimate at the end, with all attempts of its steps", () => {
    const past = given(
      runs({}),
      playsUntil("analyze.plan"),
      fails({ kind: "outage", retryable: true, usage: priced(0.4) }),
      waits(10_000),
      finishes({ usage: priced(0.3) }),
      playsUntil("design.plan"),
      finishes({ usage: priced(0.1), verdict: objection }),
      playsUntil("analyze.produce"),
      finishes({ usage: priced(0.5) }),
      playsUntil("launch.produce"),
    );
    const { project, effects } = past.when(finishes({ usage: priced(0.25) }));
    expect(project.status).toBe("completed");
    expect(costRows(lastPost(effects))).toEqual([
      "Analyze | $0.20 to $1.00 | $1.21 | $0.21",
      "Design | $0.20 to $1.00 | $0.12 | ",
      "Build | $0.20 to $1.00 | $0.02 | ",
      "Validate | $0.20 to $1.00 | $0.02 | ",
      "Launch | $0.20 to $1.00 | $0.26 | ",
      "all | $1.00 to $5.00 | $1.63 | ",
    ]);
  });

  it("is kept when the stage is rolled back", () => {
    const { project } = given(
      runs({}),
      playsUntil("design.plan"),
      does({ type: "rollback", stage: "analyze", reason: "" }),
    );
    expect(project.stages[0]).toMatchObject({ state: "active", spent: { calls: 2, usd: 0.02 } });
  });

  it("is not shown for a row that has no estimates by stage, which can still be read", () => {
    const { stages: _, ...old } = quote;
    const { project } = given(started({ quote: old }), plays());
    const { spent: __, ...oldStage } = project.stages[0] ?? {};
    const row = { ...project, stages: [oldStage, ...project.stages.slice(1)] };
    expect(Project.parse(row).stages[0]?.spent).toEqual(noUsage);
    expect(costTable(project)).toEqual([]);
  });
});

describe("a change of provider", () => {
  const change = { from: "anthropic/a", to: "openai/b", reason: "overloaded" };

  it("is told once in the thread, however often it happens", () => {
    const first = given(runs({}), playsUntil("analyze.plan"));
    expect(posts(first.when(finishes({ switches: [change] })).effects)).toContain(
      "anthropic/a does not answer (overloaded); openai/b took over.",
    );
    const again = given(
      runs({}),
      playsUntil("analyze.plan"),
      finishes({ switches: [change] }),
      playsUntil("analyze.produce"),
    );
    expect(posts(again.when(finishes({ switches: [change] })).effects).join("\n")).not.toContain("took over");
  });
});

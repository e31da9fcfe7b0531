import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Escalation } from "#src/project/escalation.ts";
import type { Project } from "#src/project/project.ts";
import { brief } from "./hands.ts";
import { goOn, stuckIn } from "./people.ts";
import { openProduct, type Product } from "./product.ts";
import { troublesIn } from "./reading.ts";
import { smallWorkflow } from "./small-workflow.ts";

const note = "Say who opens the door in the morning.";

/** A way to get stuck, and for every choice on its card what must come of it: how often the first stage and the stuck one were written in the end. */
interface Trouble {
  readonly kind: Escalation["kind"];
  /** Lines of the stage that gets stuck. */
  readonly stage: string;
  readonly start?: string;
  readonly rule?: object;
  readonly choices: Readonly<Record<string, readonly [first: number, stuck: number] | "cancelled">>;
}

const plan = "plan: { file: plan.md, sections: [Goal, Approach] }";
const judged = { approve: [1, 1], modify: [1, 2], reject: [2, 2] } as const;

const troubles: Readonly<Record<string, Trouble>> = {
  approval: { kind: "approval", stage: "gate: { approval: always, rollbackTo: first }", choices: judged },
  unsure: {
    kind: "low-confidence",
    stage: "gate: { approval: auto, rollbackTo: first }",
    rule: { step: "produce", attempts: [1], do: { confidence: 0.5, because: "not sure" } },
    choices: judged,
  },
  wary: {
    kind: "low-confidence",
    stage: `${plan}\ngate: { approval: auto, rollbackTo: first }`,
    rule: { step: "plan", attempts: [1], do: { confidence: 0.5, because: "not sure" } },
    choices: { approve: [1, 1], modify: [1, 1], reject: [2, 1] },
  },
  unsettled: {
    kind: "conflict",
    stage: plan,
    rule: {
      step: "plan",
      attempts: [1],
      do: { verdict: { accept: false, confidence: 0.5, reason: "nobody can build that" } },
    },
    choices: { receiver: [2, 1], author: [1, 1], modify: [2, 1] },
  },
  curious: {
    kind: "question",
    stage: "",
    rule: { step: "produce", attempts: [1], do: { ask: ["open"] } },
    choices: { answer: [1, 2], skip: [1, 2] },
  },
  choosing: {
    kind: "question",
    stage: "",
    rule: { step: "produce", attempts: [1], do: { ask: ["choice"] } },
    choices: { "option-1": [1, 2], "option-2": [1, 2], "option-3": [1, 2], "option-4": [1, 2], skip: [1, 2] },
  },
  endless: {
    kind: "loop",
    stage: "repeat: { until: outputs.endless.confidence >= 0.99, max: 2 }",
    choices: { approve: [1, 2], modify: [1, 3], cancel: "cancelled" },
  },
  slow: {
    kind: "timeout",
    stage: "timeout: 1s",
    rule: { step: "produce", attempts: [1], do: { hang: true } },
    choices: { retry: [1, 2], longer: [1, 2], cancel: "cancelled" },
  },
  long: {
    kind: "budget",
    stage: "maxTokens: 900000",
    start: "--budget 500k",
    choices: { raise: [1, 1], cancel: "cancelled" },
  },
  dear: {
    kind: "budget",
    stage: "",
    start: "--budget $2",
    choices: { raise: [1, 1], cheaper: [1, 1], cancel: "cancelled" },
  },
  unreachable: {
    kind: "outage",
    stage: "",
    rule: {
      step: "produce",
      attempts: [1],
      do: { fail: { message: "nobody there", retryable: false, retryAfterMs: null } },
    },
    choices: { retry: [1, 2], cancel: "cancelled" },
  },
  mute: {
    kind: "outage",
    stage: "discuss: { topic: Who opens the door?, members: [architect, analyst] }",
    rule: {
      step: "talk",
      attempts: [2],
      do: { fail: { message: "nobody there", retryable: false, retryAfterMs: null } },
    },
    choices: { retry: [1, 1], cancel: "cancelled" },
  },
  babbling: {
    kind: "invalid-output",
    stage: "",
    choices: { retry: [1, 2], modify: [1, 2], cancel: "cancelled" },
  },
};

const cases = Object.entries(troubles).flatMap(([name, { choices }]) =>
  Object.keys(choices).map((choice) => ({ name, choice })),
);

const ends: (() => void | Promise<void>)[] = [];
const ids = new Map<string, string>();
let product: Product;

const idOf = (name: string, choice: string): string => ids.get(`${name} ${choice}`) ?? "";

/** One product plays every trouble with every way out of it; it is killed when all people are asked, and when all have decided. */
beforeAll(async () => {
  product = await openProduct(
    {
      roles: Object.fromEntries(
        Object.entries(troubles).map(([name, { stage }]) => [
          `workflows/${name}.yml`,
          smallWorkflow(name, stage),
        ]),
      ),
      scenario: {
        at: Object.entries(troubles).flatMap(([stage, { rule }]) =>
          rule === undefined ? [] : [{ stage, ...rule }],
        ),
      },
      twist: ({ stage, attempt }) => (stage === "babbling" && attempt === 1 ? "Once upon a time" : undefined),
      defaults: {
        settings: { maxHandovers: 1, mediationRounds: 0 },
        quote: ({ stages }) => ({
          steps: Object.fromEntries(
            stages.map(({ id }) => [
              id,
              id === "dear" ? { usual: 5, saving: 0.1 } : { usual: 0.1, saving: 0.05 },
            ]),
          ),
          low: 0,
          high: 9,
        }),
      },
    },
    (end) => ends.unshift(end),
  );
  for (const { name, choice } of cases)
    ids.set(`${name} ${choice}`, await product.start(`--workflow ${name} ${troubles[name]?.start ?? ""}`));
  await Promise.all([...ids.values()].map((id) => product.when(id, (row) => stuckIn(row) !== undefined)));
  product = await product.kill();
  await Promise.all(cases.map((one) => decide(one)));
  product = await product.kill();
  await Promise.all([...ids.values()].map((id) => goOn(product, id)));
}, 120_000);

afterAll(async () => {
  for (const end of ends) await end();
});

const decide = async ({ name, choice }: (typeof cases)[number]): Promise<void> => {
  const id = idOf(name, choice);
  const row = await product.when(id, (one) => stuckIn(one) !== undefined);
  const wanted = stuckIn(row)?.choices.find((one) => one.id === choice);
  await product.choose(id, {
    escalation: "e1",
    choice,
    ...(wanted?.wantsNote === true ? { note } : {}),
  });
};

describe("a project that is stuck and killed twice", () => {
  test.each(cases)("goes on as people say: $name, $choice", async ({ name, choice }) => {
    const id = idOf(name, choice);
    expect(await troublesIn(product, id)).toEqual([]);
    const row = await product.project(id);
    const trouble = troubles[name];
    const wanted = trouble?.choices[choice];
    const [asked] = row.escalations;
    expect(asked).toMatchObject({ kind: trouble?.kind, state: "decided", decision: { choice } });
    expect(asked?.choices.map((one) => one.id)).toEqual(Object.keys(trouble?.choices ?? {}));
    expect(outcomeOf(row, name)).toEqual(wanted);
    const cards = (await product.said(id)).filter((text) => text.includes("e1 ·"));
    expect(cards).toHaveLength(1);
  });

  test.each(cases.filter(({ choice }) => choice === "modify" || choice === "reject" || choice === "answer"))(
    "tells the agent what people said: $name, $choice",
    async ({ name, choice }) => {
      const id = idOf(name, choice);
      const heard = product.asked.filter(
        ({ about, prompt }) => about.project === id && prompt.includes(note),
      );
      expect(heard.length).toBeGreaterThan(0);
      expect(brief).not.toContain(note);
    },
  );
});

/** How often the first stage and the stuck one were begun, unless the project was stopped. */
const outcomeOf = (row: Project, stuck: string): Trouble["choices"][string] => {
  const attempt = (stage: string): number => row.stages.find(({ id }) => id === stage)?.produce.attempt ?? 0;
  return row.status === "cancelled" ? "cancelled" : [attempt("first"), attempt(stuck)];
};

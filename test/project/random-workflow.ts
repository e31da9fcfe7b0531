import fc from "fast-check";
import type { DiscussRule, RepeatRule, StagePlan, Workflow } from "#src/project/workflow.ts";
import { stage, workflow } from "./samples.ts";

const ids = ["scope", "api", "screens", "build", "ship", "launch"];
const phases = ["requirements", "design", "development"] as const;
const agents = ["analyst", "architect", "developer", "tester"];

/** A stage as it is drawn, before it is known what is before it. */
interface Drawn {
  readonly agent: string;
  /** Bit by bit, which of the stages before it are needed. */
  readonly needs: number;
  readonly hasPlan: boolean;
  readonly when: string | null;
  readonly repeat:
    | (Omit<RepeatRule, "from" | "until"> & { readonly back: number; readonly until: string })
    | null;
  readonly discuss: DiscussRule | null;
  readonly rollback: number;
  readonly always: boolean;
}

const rarely = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { freq: 2 });

const discuss: fc.Arbitrary<DiscussRule> = fc.record({
  topic: fc.constant("How large shall it be?"),
  members: fc.shuffledSubarray(agents, { minLength: 2, maxLength: 3 }),
  speakers: fc.constantFrom("turns", "chosen"),
  agreement: fc.constantFrom(0.7, 0.9),
  max: fc.integer({ min: 3, max: 5 }),
});

const drawn: fc.Arbitrary<Drawn> = fc.record({
  agent: fc.constantFrom(...agents),
  needs: fc.nat({ max: 31 }),
  hasPlan: fc.constantFrom(true, true, true, false),
  when: rarely(
    fc.constantFrom(
      "spec.size == 'large'",
      "not spec.size == 'large'",
      "outputs.scope.confidence > 0.8",
      "brief.words > 100",
    ),
  ),
  repeat: rarely(
    fc.record({
      back: fc.nat({ max: 3 }),
      until: fc.constantFrom("round == 2", "own.facts.defects == 0", "own.confidence >= 0.9", "spec.never"),
      max: fc.integer({ min: 2, max: 3 }),
      otherwise: fc.constantFrom("ask", "go-on"),
    }),
  ),
  discuss: rarely(discuss),
  rollback: fc.nat({ max: 3 }),
  always: fc.constantFrom(false, false, false, true),
});

/** Workflows of two to six stages with anything a workflow file may ask for, in every combination that its loader takes. */
export const workflows: fc.Arbitrary<Workflow> = fc
  .record({ stages: fc.array(drawn, { minLength: 2, maxLength: 6 }), parallel: fc.constantFrom(1, 2, 3) })
  .map(({ stages, parallel }) =>
    workflow(
      "random",
      stages.reduce<StagePlan[]>((before, one) => [...before, planned(before, one)], []),
      { parallel },
    ),
  );

const planned = (before: readonly StagePlan[], one: Drawn): StagePlan => {
  const id = ids[before.length] ?? "last";
  const phase = phases[before.length % phases.length] ?? "design";
  const bare = stage(id, { agent: one.agent, phase, needs: needsOf(before, one) });
  const reach = [...ancestorsOf(before, bare), id];
  return {
    ...bare,
    ...(one.hasPlan ? {} : { plan: null }),
    ...(one.when === null ? {} : { when: one.when }),
    ...(one.discuss === null ? {} : { discuss: one.discuss }),
    ...repeatOf(before, bare, one),
    gate: {
      approval: one.always ? "always" : "auto",
      rollbackTo: reach.at(-1 - (one.rollback % reach.length)) ?? id,
    },
  };
};

/** Mostly what came just before is needed. */
const needsOf = (before: readonly StagePlan[], { needs }: Drawn): string[] =>
  before.filter((_, i) => (needs & (1 << i)) !== 0).map(({ id }) => id);

const ancestorsOf = (before: readonly StagePlan[], { needs }: StagePlan): readonly string[] => {
  const direct = before.filter(({ id }) => needs.includes(id));
  const found = new Set(direct.flatMap((plan) => [...ancestorsOf(before, plan), plan.id]));
  return before.filter(({ id }) => found.has(id)).map(({ id }) => id);
};

/** Loops are inside each other or apart, and begin at a stage that is never skipped. */
const repeatOf = (
  before: readonly StagePlan[],
  bare: StagePlan,
  { repeat }: Drawn,
): { repeat?: RepeatRule } => {
  if (repeat === null) return {};
  const { back, until, ...rule } = repeat;
  const reach = [...ancestorsOf(before, bare), bare.id];
  const from = reach.at(-1 - (back % reach.length)) ?? bare.id;
  const isSkippable = before.some(({ id, when }) => id === from && when !== undefined);
  const mine = bodyOf(before, bare, from);
  const clashes = before.some((plan) => {
    const other = plan.repeat === undefined ? [] : bodyOf(before, plan, plan.repeat.from);
    const shared = other.filter((id) => mine.includes(id)).length;
    return shared !== 0 && shared !== other.length && shared !== mine.length;
  });
  if (isSkippable || clashes) return {};
  return { repeat: { ...rule, from, until: until.replace("own", `outputs.${bare.id}`) } };
};

const bodyOf = (before: readonly StagePlan[], plan: StagePlan, from: string): readonly string[] => {
  const reach = [...ancestorsOf(before, plan), plan.id];
  return reach.filter((id) => {
    const other = before.find((one) => one.id === id) ?? plan;
    return id === from || ancestorsOf(before, other).includes(from);
  });
};

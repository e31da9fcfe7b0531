import { z } from "zod";
import type { Inbound } from "../ports.ts";
import { cheaper, choicesFor } from "../project/choices.ts";
import type { Escalation } from "../project/escalation.ts";
import type { Project } from "../project/project.ts";
import { EscalationKind, type Person } from "../project/words.ts";

/** Every choice that an escalation can have. */
const choices = [
  ...new Set(EscalationKind.options.flatMap((kind) => choicesFor(kind, []).map(({ id }) => id))),
  cheaper.id,
];
const Choice = z
  .string()
  .refine(
    (word) => choices.includes(word) || /^option-[1-9]\d?$/.test(word),
    `choose one of ${choices.join(", ")}, option-1`,
  );

/** One rule of a scripted decider: the first rule that fits an escalation and was not used before decides it. */
export const Rule = z.strictObject({
  kind: EscalationKind.optional(),
  stage: z.string().optional(),
  choice: Choice,
  note: z.string().max(4_000).default(""),
  answers: z.record(z.string(), z.string()).default({}),
});
export type Rule = z.infer<typeof Rule>;

/** Rules in order; what no rule fits gets the first choice. */
export const Rules = z.strictObject({ decisions: z.array(Rule).max(200) });

/** The scripted person. It is labelled as what it is in every decision. */
export const scriptedPerson: Person = { id: "scripted-decider", name: "Scripted decider", roles: [] };

/** The named scripts of `--decide`. */
export const namedRules: Readonly<Record<string, readonly Rule[]>> = {
  approve: [],
  "reject-once": [{ choice: "reject", note: "Start this stage again and be more concrete.", answers: {} }],
  "modify-once": [
    { choice: "modify", note: "Name the risks of each part and what is done about them.", answers: {} },
  ],
};

/**
 * What the script decides now: one decision for every open question that people can see. It depends on the row alone, so that
 * after a restart the same question gets the same decision, and its id makes a repetition harmless.
 */
export const scriptedDecisions = (
  project: Project,
  rules: readonly Rule[],
  at: number,
): readonly Inbound[] => {
  const taken = assign(project, rules);
  return project.escalations
    .filter((one) => one.state === "open" && one.posted !== null)
    .map((one) => inbound(project, one, { rule: taken.get(one.id) ?? null, at }));
};

/** Goes through all escalations in their order, so that a rule used before a restart is not used again. */
const assign = (project: Project, rules: readonly Rule[]): ReadonlyMap<string, Rule> => {
  const left = [...rules];
  const taken = new Map<string, Rule>();
  for (const one of project.escalations) {
    const index = left.findIndex((rule) => fits(rule, one));
    const [rule] = index === -1 ? [] : left.splice(index, 1);
    if (rule !== undefined) taken.set(one.id, rule);
  }
  return taken;
};

const fits = (rule: Rule, one: Escalation): boolean =>
  (rule.kind === undefined || rule.kind === one.kind) &&
  (rule.stage === undefined || rule.stage === one.stage) &&
  one.choices.some((choice) => choice.id === rule.choice);

const inbound = (
  project: Project,
  one: Escalation,
  { rule, at }: { rule: Rule | null; at: number },
): Inbound => {
  const plain = plainDecision(project, one);
  const { choice, note } = rule ?? plain;
  return {
    id: `decider:${project.id}:${one.id}:${one.rev}`,
    at,
    chat: project.chat.name,
    channel: project.chat.channel,
    thread: project.chat.thread,
    by: scriptedPerson,
    event: {
      type: "decision",
      project: project.id,
      escalation: one.id,
      rev: one.rev,
      choice,
      note,
      answers: { ...plainAnswers(one), ...rule?.answers },
    },
  };
};

const consent = "Do what serves the brief best.";

/** A script that has met the same trouble at the same step so often stops the project: once more would not help. */
const mostRepeats = 3;

/** Without a rule the first choice is taken. */
const plainDecision = (project: Project, one: Escalation): Pick<Rule, "choice" | "note"> => {
  const before = project.escalations.filter(
    ({ state, kind, stage, step }) =>
      state === "decided" && kind === one.kind && stage === one.stage && step === one.step,
  );
  const mayStop = one.choices.some(({ id }) => id === "cancel");
  if (mayStop && before.length >= mostRepeats)
    return { choice: "cancel", note: `The same trouble ${before.length + 1} times: ${one.title}.` };
  const [first] = one.choices;
  return { choice: first?.id ?? "approve", note: first?.wantsNote === true ? consent : "" };
};

const plainAnswers = (one: Escalation): Readonly<Record<string, string>> =>
  Object.fromEntries(one.questions.map((question) => [question.id, question.options[0] ?? consent]));

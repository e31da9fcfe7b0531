import { changeStage, nameOf, order, planOf, say, speakerOf, stageOf, type Draft } from "./draft.ts";
import type { Message } from "./message.ts";
import { percent } from "./numbers.ts";
import type { Project, Stage } from "./project.ts";
import type { Check } from "./result.ts";
import { forgetTalk } from "./talking.ts";
import { tellUnheard } from "./unheard.ts";

/** A stage's result is good enough: it is handed to the agents whose stages need it. People are told which checks it failed, where they were not asked about them. */
export const finishStage = (draft: Draft, id: string, checks: readonly Check[] = []): Draft => {
  const stage = stageOf(draft.project, id);
  const done = changeStage(forgetTalk(draft, id), id, { state: "done", handovers: stage.handovers + 1 });
  const receivers = done.project.workflow.stages
    .filter((plan) => plan.needs.includes(id))
    .map((plan) => plan.id);
  const told = receivers.reduce((next, receiver) => tell(next, id, receiver), done);
  const message = handoffMessage(told.project, id, { receivers, checks });
  return tellUnheard(order(told, { type: "post", message }), stage.agent, id);
};

const tell = (draft: Draft, id: string, receiver: string): Draft => {
  const stage = stageOf(draft.project, id);
  const files = filesOf(draft.project, stage);
  return say(draft, {
    from: stage.agent,
    to: stageOf(draft.project, receiver).agent,
    type: "handoff",
    attempt: stage.handovers,
    content: {
      text: stage.produce.result?.summary ?? "",
      data: {
        stage: id,
        to: receiver,
        confidence: stage.produce.result?.confidence ?? 0,
        artifacts: files.map((file) => file.path),
      },
    },
  });
};

/** Most files named in one message; a message has at most 60 blocks. */
const mostListed = 40;

const handoffMessage = (
  project: Project,
  id: string,
  { receivers, checks }: { readonly receivers: readonly string[]; readonly checks: readonly Check[] },
): Message => {
  const stage = stageOf(project, id);
  const from = nameOf(project, stage.agent);
  const to = receivers.map((receiver) => nameOf(project, stageOf(project, receiver).agent)).join(", ");
  const heading =
    to === "" ? `${from} finished ${planOf(project, id).title}` : `${from} → ${to}`.slice(0, 300);
  const files = filesOf(project, stage);
  const result = stage.produce.result;
  return {
    kind: "handoff",
    tone: "neutral",
    from: speakerOf(project, stage.agent),
    blocks: [
      { type: "heading", text: heading },
      { type: "prose", text: result?.summary ?? "" },
      { type: "facts", facts: marks(stage) },
      ...missing(checks),
      ...files.slice(0, mostListed).map((file) => ({
        type: "file" as const,
        path: file.path,
        bytes: file.body.bytes,
        version: file.version,
      })),
      ...(files.length <= mostListed
        ? []
        : [{ type: "context" as const, text: `and ${files.length - mostListed} more files` }]),
    ],
    mentions: [],
    fallback: `${heading}: ${result?.summary ?? ""}`.slice(0, 4_000),
  };
};

const marks = (stage: Stage): { name: string; value: string }[] => {
  const result = stage.produce.result;
  if (result === null) return [];
  const { total, grounded } = result.claims;
  return [
    { name: "Handover", value: String(stage.handovers) },
    { name: "Confidence", value: percent(result.confidence) },
    { name: "Quality", value: percent(result.quality) },
    ...(total === 0 ? [] : [{ name: "Sources", value: `${grounded} of ${total} statements grounded` }]),
  ];
};

const missing = (checks: readonly Check[]): Message["blocks"] => {
  const failed = checks.filter(({ passed }) => !passed);
  if (failed.length === 0) return [];
  const text = failed.map(({ name, detail }) => `${name}: ${detail}`).join(" · ");
  return [{ type: "context", text: `Not fulfilled: ${text}`.slice(0, 1_000) }];
};

const filesOf = (project: Project, stage: Stage) =>
  project.artifacts.filter((artifact) => artifact.stage === stage.id && !artifact.superseded);
